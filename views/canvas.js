// Boxes and lines on a canvas: reading a picture, drawing it in one pass, and what lies under a point. Nothing here listens or asks; network.js does.
const FONT = '"Source Sans", "Noto Sans SC", "Noto Sans SC More", sans-serif'
const TINY = 0.25, MANY = 700  // a scale at which no name can be read; lines above which they are drawn straight and without heads
const BEND = 0.45, NEAR = 6, TOGETHER = 64  // how far a line sets out sideways; pixels at which a line is met; lines in one stroke

class Box {
  constructor(picture, base, [id, x, y, look, pinned, lines, texts]) {
    this.picture = picture; this.id = base + id; this.x = x; this.y = y; this.pinned = pinned; this.lines = lines.split('\n'); this.texts = texts;
    [this.w, this.h, this.form, this.fill, this.stroke, this.bold, this.dashed] = look
  }
  get tip() { return this.texts.map((i) => this.picture.texts[i]) }
  get said() { return this.tip.filter(Boolean).join(', ') }
}

class Wire {
  constructor(picture, from, to, stroke, texts) { this.picture = picture; this.from = from; this.to = to; this.stroke = stroke; this.texts = texts; this.id = `${from.id}>${to.id}`; this.course = null }
  get tip() { return this.texts.map((i) => this.picture.texts[i]) }
}

class Picture {  // bytes as network.packed makes them: a line of boxes and lines, a line of texts, which are read when the first is asked for
  constructor(bytes) {
    const end = bytes.indexOf(10), found = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end)))
    this.rest = bytes.subarray(end + 1); this.lanes = found.lanes
    const boxes = found.nodes.map((row) => new Box(this, found.base, [row[0], row[1], row[2], found.looks[row[3]], ...row.slice(4)]))
    const strokes = found.strokes.map(([colour, light, dashes, width, label]) => ({ colour, light, dashes, width, label }))
    const wires = found.edges.map(([from, to, stroke, texts]) => new Wire(this, boxes[from], boxes[to], strokes[stroke], texts))
    this.rows = new Map(boxes.map((box) => [box.id, box])); this.edges = new Map(wires.map((wire) => [wire.id, wire]))
    this.groups = new Map(strokes.map((stroke) => [stroke, []]))
    for (const wire of wires) this.groups.get(wire.stroke).push(wire)
  }
  get texts() { return this.read ??= JSON.parse(new TextDecoder().decode(this.rest)) }
  get many() { return this.edges.size > MANY }
}

const PATHS = {
  rect(c, x, y, w, h) { c.rect(x, y, w, h) },
  pill(c, x, y, w, h) { c.roundRect(x, y, w, h, h / 2) },
  round(c, x, y, w, h) { c.roundRect(x, y, w, h, 6) },
  fold(c, x, y, w, h) { const f = 10; c.moveTo(x, y); c.lineTo(x + w - f, y); c.lineTo(x + w, y + f); c.lineTo(x + w, y + h); c.lineTo(x, y + h); c.closePath(); c.moveTo(x + w - f, y); c.lineTo(x + w - f, y + f); c.lineTo(x + w, y + f) },
  tag(c, x, y, w, h) { const t = 12; c.moveTo(x, y); c.lineTo(x + w - t, y); c.lineTo(x + w, y + h / 2); c.lineTo(x + w - t, y + h); c.lineTo(x, y + h); c.closePath() },
  hexagon(c, x, y, w, h) { const t = 12; c.moveTo(x + t, y); c.lineTo(x + w - t, y); c.lineTo(x + w, y + h / 2); c.lineTo(x + w - t, y + h); c.lineTo(x + t, y + h); c.lineTo(x, y + h / 2); c.closePath() },
  octagon(c, x, y, w, h) { const t = 8; c.moveTo(x + t, y); c.lineTo(x + w - t, y); c.lineTo(x + w, y + t); c.lineTo(x + w, y + h - t); c.lineTo(x + w - t, y + h); c.lineTo(x + t, y + h); c.lineTo(x, y + h - t); c.lineTo(x, y + t); c.closePath() },
}

// Lines

function bend(pt) { return pt.picture.many ? 1 / 3 : BEND }

function along(wire, k, t) {
  const { from: a, to: b } = wire, dx = (b.x - a.x) * k, u = 1 - t, straight = k !== BEND
  const y1 = straight ? a.y + (b.y - a.y) * k : a.y, y2 = straight ? b.y - (b.y - a.y) * k : b.y
  return [u * u * u * a.x + 3 * u * u * t * (a.x + dx) + 3 * u * t * t * (b.x - dx) + t * t * t * b.x, u * u * u * a.y + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * b.y]
}

function course(wire) {  // the curve as far as the border of the box that it leads to, and the direction there
  if (wire.course) return wire.course
  const { from: a, to: b } = wire, dx = (b.x - a.x) * BEND
  let low = 0, high = 1
  for (let i = 0; i < 12; i++) {
    const t = (low + high) / 2, [x, y] = along(wire, BEND, t)
    if (Math.abs(x - b.x) < b.w / 2 + 1 && Math.abs(y - b.y) < b.h / 2 + 1) high = t
    else low = t
  }
  const t = low, mix = (p, q) => [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t]
  const p = [a.x, a.y], q = [a.x + dx, a.y], r = [b.x - dx, b.y], s = [b.x, b.y]
  const pq = mix(p, q), qr = mix(q, r), rs = mix(r, s), one = mix(pq, qr), two = mix(qr, rs), end = mix(one, two)
  return wire.course = [p, pq, one, end, Math.atan2(end[1] - one[1] || b.y - a.y, end[0] - one[0] || b.x - a.x)]
}

function seen({ from: a, to: b }, [left, top, right, bottom]) {
  return Math.max(a.x, b.x) > left && Math.min(a.x, b.x) < right && Math.max(a.y, b.y) > top && Math.min(a.y, b.y) < bottom
}

function stroke(pt, wires, colour, width, dashes) {
  const { ctx, picture: { many } } = pt, heads = !many && pt.scale * pt.ratio > TINY
  ctx.strokeStyle = ctx.fillStyle = colour; ctx.lineWidth = width; ctx.setLineDash(dashes && pt.scale * pt.ratio > TINY ? dashes : [])
  for (let i = 0; i < wires.length; i += TOGETHER) {  // one path of thousands of lines is slow, as is a stroke for each
    const some = wires.slice(i, i + TOGETHER)
    ctx.beginPath()
    for (const wire of some) {
      if (many) { ctx.moveTo(wire.from.x, wire.from.y); ctx.lineTo(wire.to.x, wire.to.y); continue }
      const [p, q, r, s] = course(wire)
      ctx.moveTo(...p); ctx.bezierCurveTo(...q, ...r, ...s)
    }
    ctx.stroke()
    if (!heads) continue
    ctx.beginPath()
    for (const wire of some) head(ctx, course(wire), 6.5 + 2 * width)
    ctx.fill()
  }
  ctx.setLineDash([])
}

function head(ctx, [, , , [x, y], angle], size) {
  const c = Math.cos(angle) * size, s = Math.sin(angle) * size
  ctx.moveTo(x, y); ctx.lineTo(x - c - s * 0.42, y - s + c * 0.42); ctx.lineTo(x - c * 0.75, y - s * 0.75); ctx.lineTo(x - c + s * 0.42, y - s - c * 0.42); ctx.closePath()
}

function lines(pt, view) {
  const { ctx } = pt
  ctx.save(); ctx.globalAlpha = pt.near ? 0.35 : 0.85  // what is picked stands out
  for (const [look, wires] of pt.picture.groups) stroke(pt, wires.filter((wire) => !pt.lit.has(wire) && seen(wire, view)), pt.dark ? look.light : look.colour, look.width, look.dashes)
  ctx.globalAlpha = 0.85
  for (const wire of pt.lit) stroke(pt, [wire], strong(pt), wire.stroke.width + 1.6, wire.stroke.dashes)
  ctx.globalAlpha = 1
  if (pt.over instanceof Wire) stroke(pt, [pt.over], pt.lit.has(pt.over) ? strong(pt) : pt.dark ? pt.over.stroke.light : pt.over.stroke.colour, pt.over.stroke.width + 1.2, pt.over.stroke.dashes)
  if (pt.scale * pt.ratio > TINY) labels(pt, view)
  ctx.restore()
}

function labels(pt, view) {
  const { ctx } = pt
  ctx.font = `12px ${FONT}`; ctx.textAlign = 'center'; ctx.textBaseline = 'middle'; ctx.lineWidth = 4; ctx.lineJoin = 'round'
  ctx.strokeStyle = pt.dark ? '#15181c' : '#ffffff'; ctx.fillStyle = pt.dark ? '#e8e6e3' : '#333333'
  for (const [look, wires] of pt.picture.groups) if (look.label) for (const wire of wires) if (seen(wire, view)) {
    const [x, y] = along(wire, bend(pt), 0.5)
    ctx.strokeText(look.label, x, y); ctx.fillText(look.label, x, y)
  }
}

function strong(pt) { return pt.dark ? '#ffd166' : '#d1481b' }

// Boxes

function box(pt, node, far) {
  const { ctx } = pt, { w, h } = node, x = node.x - w / 2, y = node.y - h / 2, marked = pt.picked.has(node.id) || pt.cursor === node.id, dim = pt.near && !pt.near.has(node.id)
  if (far && !marked) {  // too small to be read: a box of its colour
    ctx.globalAlpha = dim ? 0.42 : 1; ctx.fillStyle = node.fill; ctx.strokeStyle = node.stroke; ctx.lineWidth = 3
    ctx.fillRect(x, y, w, h); ctx.strokeRect(x, y, w, h)
    return
  }
  if (dim) { ctx.globalAlpha = 1; ctx.beginPath(); PATHS[node.form](ctx, x, y, w, h); ctx.fillStyle = pt.dark ? '#15181c' : '#ffffff'; ctx.fill() }  // no line shines through
  ctx.globalAlpha = dim ? 0.42 : 1
  ctx.beginPath(); PATHS[node.form](ctx, x, y, w, h)
  ctx.fillStyle = node.fill; ctx.fill()
  ctx.lineWidth = marked ? 4 : pt.over === node ? 2.6 : 1.4
  ctx.strokeStyle = marked ? strong(pt) : node.stroke
  if (node.dashed && !marked) { ctx.setLineDash([4, 3]); ctx.stroke(); ctx.setLineDash([]) } else ctx.stroke()
  ctx.font = `${node.bold ? '600 ' : ''}16px ${FONT}`; ctx.fillStyle = '#1f2328'
  node.lines.forEach((line, i) => ctx.fillText(line, node.x, node.y + (i - (node.lines.length - 1) / 2) * 19 + 1, w - 14))
  if (node.pinned) { ctx.beginPath(); ctx.arc(x + 5, y + 5, 3.5, 0, 7); ctx.fillStyle = node.stroke; ctx.fill() }
}

function boxes(pt, [left, top, right, bottom]) {
  const { ctx } = pt, far = pt.scale * pt.ratio < TINY
  ctx.save(); ctx.textAlign = 'center'; ctx.textBaseline = 'middle'; ctx.direction = 'ltr'
  const last = []  // what is marked lies on top
  for (const node of pt.rows.values()) {
    if (node.x + node.w / 2 < left || node.x - node.w / 2 > right || node.y + node.h / 2 < top || node.y - node.h / 2 > bottom) continue
    if (pt.picked.has(node.id) || pt.cursor === node.id) last.push(node)
    else box(pt, node, far)
  }
  for (const node of last) box(pt, node, far)
  ctx.restore()
}

function headings(pt) {
  const { ctx } = pt
  ctx.save(); ctx.textAlign = 'center'; ctx.font = `600 17px ${FONT}`; ctx.fillStyle = pt.dark ? '#b9b4ac' : '#6a655d'
  for (const lane of pt.picture.lanes) lane.text.split(' · ').forEach((line, i) => ctx.fillText(line, lane.x, lane.y - 20 + i * 21))
  ctx.restore()
}

function paint(pt) {
  const { ctx, ratio, scale, wide, tall } = pt, half = [wide / 2 / scale, tall / 2 / scale]
  ctx.setTransform(1, 0, 0, 1, 0, 0); ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height)
  ctx.setTransform(ratio * scale, 0, 0, ratio * scale, ratio * (wide / 2 - pt.x * scale), ratio * (tall / 2 - pt.y * scale))
  const view = [pt.x - half[0], pt.y - half[1], pt.x + half[0], pt.y + half[1]]
  headings(pt)
  if (!(pt.moving && pt.picture.many)) lines(pt, view)
  boxes(pt, view)
}

// What lies where

function boxAt(pt, x, y) {
  let found = null
  for (const node of pt.rows.values()) if (Math.abs(x - node.x) <= node.w / 2 && Math.abs(y - node.y) <= node.h / 2 && !(found && pt.picked.has(found.id))) found = node
  return found
}

function wireAt(pt, x, y) {
  const reach = NEAR / pt.scale
  let found = null, least = reach
  for (const wire of pt.edges.values()) {
    if (!seen(wire, [x - reach, y - reach, x + reach, y + reach])) continue
    let [px, py] = along(wire, bend(pt), 0)
    for (let i = 1; i <= 20; i++) {
      const [qx, qy] = along(wire, bend(pt), i / 20), dx = qx - px, dy = qy - py
      const t = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1))), far = Math.hypot(px + t * dx - x, py + t * dy - y)
      if (far < least) { least = far; found = wire }
      px = qx; py = qy
    }
  }
  return found
}
