// The network: canvas.js draws it, this listens. Positions come from Python; nothing here moves a box but the user's hand. All text is drawn or set as text, never as HTML.
const TURN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
const STILL = 5, REST = 120, LEAST = 0.01, MOST = 6  // pixels that are no drag; milliseconds until a tip shows; bounds of the scale

function dark(host) {
  const probe = getComputedStyle(host).getPropertyValue('--st-background-color').trim()
  const hex = /^#([0-9a-f]{6})/i.exec(probe)
  return hex ? parseInt(hex[1].slice(0, 2), 16) < 100 : false
}

function create(host) {
  const canvas = host.querySelector('canvas')
  const pt = host.pt = { host, canvas, ctx: canvas.getContext('2d'), rows: new Map(), edges: new Map(), picked: new Set(), lit: new Set(), near: null, cursor: null, over: null, x: 0, y: 0, scale: 1 }
  pt.place = (id) => { const node = pt.rows.get(id); return onScreen(pt, node.x, node.y) }  // of a box in the window
  pt.middle = (id) => onScreen(pt, ...along(pt.edges.get(id), bend(pt), 0.5))  // of a line in the window
  measure(pt)
  pt.watch = new ResizeObserver(() => resized(pt))
  pt.watch.observe(host)
  pt.fonts = () => again(pt)
  document.fonts.addEventListener('loadingdone', pt.fonts)
  hands(pt)
  host.querySelector('.pt-canvas').addEventListener('keydown', (event) => keys(pt, event))
  return pt
}

function measure(pt) {
  pt.wide = pt.host.clientWidth; pt.tall = pt.host.clientHeight; pt.ratio = window.devicePixelRatio || 1
  const [w, h] = [Math.round(pt.wide * pt.ratio), Math.round(pt.tall * pt.ratio)]
  if (pt.canvas.width !== w || pt.canvas.height !== h) { pt.canvas.width = w; pt.canvas.height = h }
}

function resized(pt) {
  const before = pt.wide
  if (!pt.host.clientWidth || (before === pt.host.clientWidth && pt.tall === pt.host.clientHeight && pt.ratio === window.devicePixelRatio)) return
  measure(pt)
  if (Math.abs(pt.wide - before) > 40) fit(pt, pt.near)
  if (pt.picture) paint(pt)
}

function again(pt) {
  pt.frame ||= requestAnimationFrame(() => { pt.frame = 0; if (pt.picture && pt.host.isConnected) paint(pt) })
}

// Where one looks

function onScreen(pt, x, y) {
  const box = pt.host.getBoundingClientRect()
  return [box.x + (x - pt.x) * pt.scale + pt.wide / 2, box.y + (y - pt.y) * pt.scale + pt.tall / 2]
}

function inWorld(pt, event) {
  const box = pt.canvas.getBoundingClientRect()
  return [pt.x + (event.clientX - box.x - pt.wide / 2) / pt.scale, pt.y + (event.clientY - box.y - pt.tall / 2) / pt.scale]
}

function look(pt, x, y, scale = pt.scale) {
  pt.x = x; pt.y = y; pt.scale = Math.min(MOST, Math.max(LEAST, scale))
  again(pt)
}

function zoom(pt, factor, at = [pt.x, pt.y]) {
  const scale = Math.min(MOST, Math.max(LEAST, pt.scale * factor)), rest = pt.scale / scale
  look(pt, at[0] + (pt.x - at[0]) * rest, at[1] + (pt.y - at[1]) * rest, scale)
}

function bounds(pt, only) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const r of pt.rows.values()) if (!only || only.has(r.id)) {
    left = Math.min(left, r.x - r.w / 2); right = Math.max(right, r.x + r.w / 2); top = Math.min(top, r.y - r.h / 2); bottom = Math.max(bottom, r.y + r.h / 2)
  }
  if (!only) for (const lane of pt.picture.lanes) top = Math.min(top, lane.y - 36)
  return left < right && [left, right, top, bottom]
}

function fit(pt, only) {
  const all = pt.picture && pt.wide && bounds(pt)  // a canvas that was just taken away has no size
  if (!all) return
  const [left, right, top, bottom] = only && only.size > 1 ? bounds(pt, only) || all : all
  const scale = Math.min(pt.wide / (right - left + 40), pt.tall / (bottom - top + 40), 1.15)
  const inside = (middle, from, to, room) => to - from <= room ? (from + to) / 2 : Math.min(Math.max(middle, from + room / 2 - 20), to - room / 2 + 20)
  look(pt, inside((left + right) / 2, all[0], all[1], pt.wide / scale), inside((top + bottom) / 2, all[2], all[3], pt.tall / scale), scale)
}

// What is picked

function light(pt, id) {
  pt.near = null
  if (id) {
    pt.near = new Set([id])
    for (const wire of pt.edges.values()) { if (wire.from.id === id) pt.near.add(wire.to.id); if (wire.to.id === id) pt.near.add(wire.from.id) }
  }
  again(pt)
}

function choose(pt, nodes, wires = []) {
  pt.picked = new Set(nodes)
  pt.lit = new Set(wires.map((id) => pt.edges.get(id)))
  for (const wire of pt.edges.values()) if (pt.picked.has(wire.from.id) || pt.picked.has(wire.to.id)) pt.lit.add(wire)
}

function told(pt, nodes, wires = []) {
  choose(pt, nodes, wires)
  light(pt, nodes[0])
  pt.send('picked', { nodes, edges: wires, turn: Date.now() })
}

function turned(pt, id) {  // one more, or one less
  const nodes = new Set(pt.picked)
  if (!nodes.delete(id)) nodes.add(id)
  return [...nodes]
}

// The tip

function hint(pt, found, event) {
  const tip = pt.host.querySelector('.pt-tip')
  clearTimeout(pt.later)
  tip.hidden = true
  if (!found) return
  const { clientX, clientY } = event
  pt.later = setTimeout(() => {
    tip.replaceChildren(...found.tip.map((text, i) => { const line = document.createElement(i ? 'div' : 'b'); line.textContent = text; return line }))
    tip.hidden = false
    const box = pt.host.getBoundingClientRect(), [x, y] = [clientX - box.x + 14, clientY - box.y + 14]
    tip.style.left = `${Math.max(4, Math.min(x, pt.wide - tip.offsetWidth - 6))}px`
    tip.style.top = `${y + tip.offsetHeight > pt.tall ? Math.max(4, y - 28 - tip.offsetHeight) : y}px`
  }, REST)
}

function hover(pt, event) {
  const [x, y] = inWorld(pt, event), found = boxAt(pt, x, y) || wireAt(pt, x, y)
  if (found === pt.over) return
  pt.over = found
  pt.canvas.style.cursor = found ? 'pointer' : ''
  hint(pt, found, event); again(pt)
}

// By mouse and finger

function hands(pt) {
  const { canvas } = pt, down = new Map()
  let grip = null
  const spread = () => { const [a, b] = [...down.values()]; return [Math.hypot(a[0] - b[0], a[1] - b[1]), { clientX: (a[0] + b[0]) / 2, clientY: (a[1] + b[1]) / 2 }] }
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button) return
    down.set(event.pointerId, [event.clientX, event.clientY]); pt.dragged = down.size > 1
    const node = boxAt(pt, ...inWorld(pt, event))
    const held = node ? (pt.picked.has(node.id) ? [...pt.picked].map((id) => pt.rows.get(id)) : [node]) : null
    grip = { held, from: [event.clientX, event.clientY], at: [pt.x, pt.y], places: held?.map((n) => [n.x, n.y]) }
  })
  canvas.addEventListener('pointermove', (event) => {
    if (!down.has(event.pointerId)) { hover(pt, event); return }
    const apart = down.size > 1 && spread()[0]
    down.set(event.pointerId, [event.clientX, event.clientY])
    const [dx, dy] = [event.clientX - grip.from[0], event.clientY - grip.from[1]]
    if (!pt.dragged && Math.hypot(dx, dy) < STILL) return
    if (!pt.moving) { canvas.setPointerCapture(event.pointerId); hint(pt, null) }
    pt.dragged = pt.moving = true
    if (apart) { const [wide, middle] = spread(); zoom(pt, wide / apart, inWorld(pt, middle)) }
    else if (grip.held) shift(pt, grip, dx / pt.scale, dy / pt.scale)
    else look(pt, grip.at[0] - dx / pt.scale, grip.at[1] - dy / pt.scale)
  })
  const done = (event) => {
    if (!down.delete(event.pointerId)) return
    if (pt.moving && grip.held && event.type === 'pointerup') pt.send('moved', Object.fromEntries(grip.held.map((n) => [n.id, [n.x, n.y]])))
    pt.moving = false; again(pt)
    if (down.size) { const [x, y] = [...down.values()][0]; grip = { held: null, from: [x, y], at: [pt.x, pt.y] } }
  }
  canvas.addEventListener('pointerup', done); canvas.addEventListener('pointercancel', done)
  canvas.addEventListener('pointerleave', () => { pt.over = null; hint(pt, null); again(pt) })
  canvas.addEventListener('click', (event) => clicked(pt, event))
  canvas.addEventListener('dblclick', (event) => { const node = boxAt(pt, ...inWorld(pt, event)); if (node) pt.send('opened', { node: node.id, turn: Date.now() }) })
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault(); hint(pt, null)
    zoom(pt, Math.exp(-Math.max(-120, Math.min(120, event.deltaY * (event.deltaMode ? 20 : 1))) * 0.002), inWorld(pt, event))
  }, { passive: false })
}

function shift(pt, grip, dx, dy) {
  grip.held.forEach((node, i) => { node.x = grip.places[i][0] + dx; node.y = grip.places[i][1] + dy })
  for (const wire of pt.edges.values()) if (grip.held.includes(wire.from) || grip.held.includes(wire.to)) wire.course = null
  again(pt)
}

function clicked(pt, event) {
  if (pt.dragged) { pt.dragged = false; return }
  pt.host.querySelector('.pt-canvas').focus({ preventScroll: true })
  const [x, y] = inWorld(pt, event), node = boxAt(pt, x, y), more = event.ctrlKey || event.metaKey
  if (node) told(pt, more ? turned(pt, node.id) : [node.id])
  else { const wire = wireAt(pt, x, y); if (!more || wire) told(pt, [], wire ? [wire.id] : []) }
}

// By keyboard

function keys(pt, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (TURN[event.key]) step(pt, TURN[event.key])
  else if (event.key === ' ' && pt.cursor) { const nodes = turned(pt, pt.cursor); told(pt, nodes); light(pt, pt.cursor) }
  else if (event.key === 'Enter' && pt.cursor) told(pt, [pt.cursor])
  else if (event.key === '+' || event.key === '=') zoom(pt, 1.25)
  else if (event.key === '-') zoom(pt, 0.8)
  else if (event.key === '0') fit(pt)
  else if (event.key === 'Escape') { pt.cursor = null; told(pt, []) }
  else return
  event.preventDefault(); event.stopPropagation()
}

function step(pt, [dx, dy]) {
  const here = pt.rows.get(pt.cursor)
  let best = here ? null : pt.rows.values().next().value, least = Infinity
  if (here) for (const p of pt.rows.values()) {
    const along = (p.x - here.x) * dx + (p.y - here.y) * dy, across = Math.abs((p.x - here.x) * dy) + Math.abs((p.y - here.y) * dx)
    if (along > 4 && along + across * 2.5 < least) { least = along + across * 2.5; best = p }
  }
  if (!best) return
  pt.cursor = best.id
  pt.host.querySelector('.pt-said').textContent = best.said
  const [x, y] = [(best.x - pt.x) * pt.scale + pt.wide / 2, (best.y - pt.y) * pt.scale + pt.tall / 2]
  if (x < 20 || y < 10 || x > pt.wide - 20 || y > pt.tall - 10) look(pt, best.x, best.y)
  again(pt)
}

function buttons(pt, words) {
  const act = { fit: () => fit(pt), in: () => zoom(pt, 1.25), out: () => zoom(pt, 0.8), full: () => document.fullscreenElement ? document.exitFullscreen() : pt.host.requestFullscreen() }
  for (const button of pt.host.querySelectorAll('button[data-do]')) {
    button.title = words[button.dataset.do]; button.setAttribute('aria-label', words[button.dataset.do]); button.onclick = act[button.dataset.do]
  }
}

// What Python sends

function show(host, data, bytes, send) {
  const pt = host.pt || create(host)
  pt.send = send; pt.dark = dark(host)
  host.classList.toggle('pt-small', data.small)
  measure(pt); hint(pt, null)
  const canvas = host.querySelector('.pt-canvas')
  canvas.setAttribute('aria-label', data.words.aria)
  buttons(pt, data.words)
  if (pt.sum !== data.sum) {
    pt.sum = data.sum; pt.picture = new Picture(bytes); pt.rows = pt.picture.rows; pt.edges = pt.picture.edges; pt.over = null
    if (!pt.rows.has(pt.cursor)) pt.cursor = null
  }
  const chosen = data.selected.filter((id) => pt.rows.has(id))
  choose(pt, chosen, chosen.length ? [] : data.lines.filter((id) => pt.edges.has(id)))
  light(pt, chosen[0])
  const fresh = pt.token !== data.token, node = pt.rows.get(chosen[0])
  if (fresh) { pt.token = data.token; fit(pt) }
  if (node && data.centre && (fresh || pt.centred !== node.id)) look(pt, node.x, node.y, Math.max(pt.scale, 0.75))
  pt.centred = node?.id
  paint(pt)
  if (data.first) send('stands', true)
  host.dataset.ready = String((Number(host.dataset.ready) || 0) + 1)
  const text = [...pt.rows.values()].map((r) => r.lines.join('')).join('').slice(0, 4000)
  Promise.all([document.fonts.load(`16px "Noto Sans SC"`, text || '政'), document.fonts.load('16px "Source Sans"', 'a')]).finally(() => { pt.drawn = pt.rows.size })
}

function scene(data) {  // the picture of this key, as soon as it is there
  return new Promise((done) => {
    const look = () => {
      const found = window.ptScenes?.get(data.key)
      if (found?.sum !== data.sum) return false
      window.removeEventListener('pt-scene', look); done(found.bytes)
      return true
    }
    if (!look()) window.addEventListener('pt-scene', look)
  })
}

export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector('.pt-net')
  const turn = host.turn = (host.turn || 0) + 1
  scene(data).then((bytes) => { if (host.isConnected && host.turn === turn) show(host, data, bytes, setTriggerValue) })
    .catch((fault) => { host.querySelector('.pt-said').textContent = String(fault.message || fault); console.error(fault) })
  return () => setTimeout(() => {
    if (host.isConnected || !host.pt) return
    host.pt.watch.disconnect(); document.fonts.removeEventListener('loadingdone', host.pt.fonts); host.pt = null
  }, 0)
}
