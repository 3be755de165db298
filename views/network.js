// The network on vis-network. Positions come from Python; nothing here moves a node but the user's hand. All text is drawn or set as text, never as HTML.
const FONT = '"Source Sans", "Noto Sans SC", "Noto Sans SC More", sans-serif'
const CURVE = { type: 'cubicBezier', forceDirection: 'horizontal', roundness: 0.45 }
const TINY = 0.2, MANY = 700  // a scale at which no name can be read; lines above which they are drawn straight and without heads
let loading

function library() {
  if (window.vis) return Promise.resolve()
  loading ??= new Promise((done, failed) => {
    const script = document.createElement('script')
    script.src = new URL('app/static/vis-network.min.js', document.baseURI).href
    script.onload = done
    script.onerror = () => failed(new Error('vis-network.min.js is missing: run python -m views.fonts'))
    document.head.appendChild(script)
  })
  return loading
}

function dark(host) {
  const probe = getComputedStyle(host).getPropertyValue('--st-background-color').trim()
  const hex = /^#([0-9a-f]{6})/i.exec(probe)
  return hex ? parseInt(hex[1].slice(0, 2), 16) < 100 : false
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

function renderer(host) {
  return ({ ctx, id, x, y, state: { selected, hover } }) => {
    const node = host.pt.rows.get(id)
    if (!node) return { drawNode() {}, nodeDimensions: { width: 10, height: 10 } }
    const { w, h } = node
    return {
      drawNode() {
        const strong = selected || host.pt.cursor === id, far = host.pt.scale < TINY
        ctx.save()
        if (far && !strong) {  // too small to be read: a box of its colour
          ctx.globalAlpha = host.pt.near && !host.pt.near.has(id) ? 0.42 : 1
          ctx.fillStyle = node.fill; ctx.strokeStyle = node.stroke; ctx.lineWidth = 3; ctx.fillRect(x - w / 2, y - h / 2, w, h); ctx.strokeRect(x - w / 2, y - h / 2, w, h)
          ctx.restore()
          return
        }
        ctx.beginPath(); PATHS[node.form](ctx, x - w / 2, y - h / 2, w, h); ctx.fillStyle = host.pt.dark ? '#15181c' : '#ffffff'; ctx.fill()  // no line shines through
        ctx.globalAlpha = host.pt.near && !host.pt.near.has(id) ? 0.42 : 1
        ctx.beginPath(); PATHS[node.form](ctx, x - w / 2, y - h / 2, w, h)
        ctx.fillStyle = node.fill; ctx.fill()
        ctx.lineWidth = strong ? 4 : hover ? 2.6 : 1.4
        ctx.strokeStyle = strong ? (host.pt.dark ? '#ffd166' : '#d1481b') : node.stroke
        ctx.setLineDash(node.dashed && !strong ? [4, 3] : []); ctx.stroke(); ctx.setLineDash([])
        ctx.font = (node.bold ? '600 ' : '') + '16px ' + FONT
        ctx.textAlign = 'center'; ctx.textBaseline = 'middle'; ctx.fillStyle = '#1f2328'; ctx.direction = 'ltr'
        node.lines.forEach((line, i) => ctx.fillText(line, x, y + (i - (node.lines.length - 1) / 2) * 19 + 1, w - 14))
        if (node.pinned) { ctx.beginPath(); ctx.arc(x - w / 2 + 5, y - h / 2 + 5, 3.5, 0, 7); ctx.fillStyle = node.stroke; ctx.fill() }
        ctx.restore()
      },
      nodeDimensions: { width: w, height: h },
    }
  }
}

function tip(rows) {
  const box = document.createElement('div')
  box.className = 'pt-tip'
  rows.forEach((text, i) => { const line = document.createElement(i ? 'div' : 'b'); line.textContent = text; box.appendChild(line) })
  return box
}

function shapeOf(host, row) {
  return { id: row.id, x: row.x, y: row.y, shape: 'custom', ctxRenderer: host.pt.renderer, title: tip(row.tip), size: 20 }
}

function lineOf(host, row) {
  const colour = host.pt.dark ? row.light : row.colour
  return { id: row.id, from: row.from, to: row.to, color: { color: colour, highlight: host.pt.dark ? '#ffd166' : '#d1481b', hover: colour, opacity: 0.85 }, dashes: row.dashes,
    width: row.width, label: row.label || undefined, title: tip(row.tip), font: { face: FONT, size: 12, color: host.pt.dark ? '#e8e6e3' : '#333', strokeWidth: 4, strokeColor: host.pt.dark ? '#15181c' : '#fff' } }
}

function differ(set, rows, make, old) {
  const ids = new Set(rows.map((r) => r.id))
  set.remove(set.getIds().filter((id) => !ids.has(id)))
  const changed = rows.filter((r) => old.get(r.id) !== JSON.stringify(r))
  if (changed.length) set.update(changed.map(make))
}

function create(host, send) {
  const pt = host.pt = { rows: new Map(), edges: new Map(), oldNodes: new Map(), oldEdges: new Map(), cursor: null, near: null, dark: dark(host) }
  pt.renderer = renderer(host)
  pt.nodes = new vis.DataSet(); pt.lines = new vis.DataSet()
  const canvas = host.querySelector('.pt-canvas')
  pt.network = new vis.Network(canvas, { nodes: pt.nodes, edges: pt.lines }, {
    physics: false, layout: { improvedLayout: false, randomSeed: 1 }, autoResize: true,
    interaction: { hover: true, multiselect: true, tooltipDelay: 120, keyboard: false, navigationButtons: false, zoomSpeed: 0.6, hideEdgesOnDrag: false },
    edges: { smooth: CURVE, arrows: { to: { enabled: true, scaleFactor: 0.5 } }, selectionWidth: 2, hoverWidth: 1.2, arrowStrikethrough: false },
  })
  pt.network.on('click', (e) => { pt.send('picked', { nodes: e.nodes, edges: e.nodes.length ? [] : e.edges, turn: Date.now() }); light(host, e.nodes[0]) })
  pt.network.on('doubleClick', (e) => { if (e.nodes.length) pt.send('opened', { node: e.nodes[0], turn: Date.now() }) })
  pt.network.on('beforeDrawing', () => { pt.scale = pt.network.getScale() })
  pt.network.on('afterDrawing', () => { pt.drawn = pt.rows.size })
  pt.network.on('dragEnd', (e) => { if (e.nodes.length) pt.send('moved', Object.fromEntries(Object.entries(pt.network.getPositions(e.nodes)).map(([id, p]) => [id, [p.x, p.y]]))) })
  canvas.addEventListener('keydown', (e) => keys(host, e))
  pt.wide = host.clientWidth
  pt.watch = new ResizeObserver(() => { if (Math.abs(host.clientWidth - pt.wide) > 40) { pt.wide = host.clientWidth; setTimeout(() => { if (host.pt) fit(host, pt.near) }, 120) } })
  pt.watch.observe(host)
  pt.send = send
}

function light(host, id) {
  host.pt.near = id ? new Set([id, ...host.pt.network.getConnectedNodes(id)]) : null
  again(host)
}

function again(host) {
  host.pt.network.body.emitter.emit('_requestRedraw')
}

function bounds(host, only) {
  const at = host.pt.network.getPositions(), rows = [...host.pt.rows.values()].filter((r) => !only || only.has(r.id))
  const xs = rows.flatMap((r) => [at[r.id].x - r.w / 2, at[r.id].x + r.w / 2]), ys = rows.flatMap((r) => [at[r.id].y - r.h / 2, at[r.id].y + r.h / 2])
  if (!only) for (const lane of host.pt.lanes) ys.push(lane.y - 36)
  return rows.length && [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b)), ys.reduce((a, b) => Math.min(a, b)), ys.reduce((a, b) => Math.max(a, b))]
}

function fit(host, only) {
  const all = host.clientWidth && bounds(host)  // a canvas that was just taken away has no size
  if (!all) return
  const [left, right, top, bottom] = only && only.size > 1 ? bounds(host, only) || all : all
  const scale = Math.min(host.clientWidth / (right - left + 40), host.clientHeight / (bottom - top + 40), 1.15)
  const inside = (middle, from, to, room) => to - from <= room ? (from + to) / 2 : Math.min(Math.max(middle, from + room / 2 - 20), to - room / 2 + 20)
  const x = inside((left + right) / 2, all[0], all[1], host.clientWidth / scale), y = inside((top + bottom) / 2, all[2], all[3], host.clientHeight / scale)
  host.pt.network.moveTo({ position: { x, y }, scale, animation: false })
}

const TURN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

function keys(host, event) {
  const pt = host.pt, net = pt.network
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (TURN[event.key]) move(host, TURN[event.key])
  else if (event.key === ' ' && pt.cursor) {
    const picked = new Set(net.getSelectedNodes())
    picked.delete(pt.cursor) || picked.add(pt.cursor)
    net.selectNodes([...picked]); light(host, pt.cursor); pt.send('picked', { nodes: [...picked], edges: [], turn: Date.now() })
  } else if (event.key === 'Enter' && pt.cursor) { net.selectNodes([pt.cursor]); light(host, pt.cursor); pt.send('picked', { nodes: [pt.cursor], edges: [], turn: Date.now() }) }
  else if (event.key === '+' || event.key === '=') net.moveTo({ scale: net.getScale() * 1.25 })
  else if (event.key === '-') net.moveTo({ scale: net.getScale() / 1.25 })
  else if (event.key === '0') fit(host)
  else if (event.key === 'Escape') { net.unselectAll(); pt.cursor = null; light(host, null); pt.send('picked', { nodes: [], edges: [], turn: Date.now() }) }
  else return
  event.preventDefault(); event.stopPropagation()
}

function move(host, [dx, dy]) {
  const pt = host.pt, at = pt.network.getPositions()
  const here = pt.cursor && at[pt.cursor] ? at[pt.cursor] : null
  let best = here ? null : [...pt.rows.keys()][0], least = Infinity
  if (here) for (const [id, p] of Object.entries(at)) {
    const along = (p.x - here.x) * dx + (p.y - here.y) * dy, across = Math.abs((p.x - here.x) * dy) + Math.abs((p.y - here.y) * dx)
    if (along > 4 && along + across * 2.5 < least) { least = along + across * 2.5; best = id }
  }
  if (!best) return
  pt.cursor = best
  host.querySelector('.pt-said').textContent = pt.rows.get(best).said
  const [seen, scale] = [pt.network.canvasToDOM(at[best] || { x: 0, y: 0 }), pt.network.getScale()]
  const box = host.getBoundingClientRect()
  if (seen.x < 20 || seen.y < 10 || seen.x > box.width - 20 || seen.y > box.height - 10) pt.network.moveTo({ position: at[best], scale })
  again(host)
}

function simple(host, many) {
  if (host.pt.many === many) return
  host.pt.many = many
  host.pt.network.setOptions({ edges: { smooth: many ? false : { enabled: true, ...CURVE }, arrows: { to: { enabled: !many, scaleFactor: 0.5 } } }, interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } })
}

function buttons(host, data) {
  for (const button of host.querySelectorAll('button[data-do]')) {
    button.title = data.words[button.dataset.do]; button.setAttribute('aria-label', data.words[button.dataset.do])
    button.onclick = () => {
      const net = host.pt.network
      if (button.dataset.do === 'fit') fit(host)
      if (button.dataset.do === 'in') net.moveTo({ scale: net.getScale() * 1.25 })
      if (button.dataset.do === 'out') net.moveTo({ scale: net.getScale() / 1.25 })
      if (button.dataset.do === 'full') document.fullscreenElement ? document.exitFullscreen() : host.requestFullscreen()
    }
  }
}

function lanes(host, data) {
  host.pt.lanes = data.lanes
  if (host.pt.laned) return
  host.pt.laned = true
  host.pt.network.on('beforeDrawing', (ctx) => {
    ctx.save(); ctx.textAlign = 'center'; ctx.font = '600 17px ' + FONT; ctx.fillStyle = host.pt.dark ? '#b9b4ac' : '#6a655d'
    for (const lane of host.pt.lanes) lane.text.split(' · ').forEach((line, i) => ctx.fillText(line, lane.x, lane.y - 20 + i * 21))
    ctx.restore()
  })
}

function show(host, data, send) {
  if (!host.pt) create(host, send)
  const pt = host.pt
  pt.send = send
  const hint = host.querySelector('.vis-tooltip')
  if (hint) hint.style.visibility = 'hidden'
  const isDark = dark(host), fresh = pt.token !== data.token
  if (isDark !== pt.dark) { pt.dark = isDark; pt.oldEdges = new Map() }
  host.classList.toggle('pt-small', data.small)
  const canvas = host.querySelector('.pt-canvas')
  canvas.setAttribute('aria-label', data.words.aria); canvas.setAttribute('tabindex', '0'); canvas.setAttribute('role', 'application')
  pt.rows = new Map(data.nodes.map((r) => [r.id, r])); pt.edges = new Map(data.edges.map((r) => [r.id, r]))
  simple(host, data.edges.length > MANY)
  differ(pt.nodes, data.nodes, (r) => shapeOf(host, r), pt.oldNodes)
  differ(pt.lines, data.edges, (r) => lineOf(host, r), pt.oldEdges)
  pt.oldNodes = new Map(data.nodes.map((r) => [r.id, JSON.stringify(r)])); pt.oldEdges = new Map(data.edges.map((r) => [r.id, JSON.stringify(r)]))
  lanes(host, data); buttons(host, data)
  const chosen = data.selected.filter((id) => pt.rows.has(id))
  const lines = chosen.length ? [] : data.lines.filter((id) => pt.edges.has(id))
  pt.network.setSelection({ nodes: chosen, edges: lines }, { highlightEdges: true })
  light(host, chosen[0])
  if (fresh) { pt.token = data.token; fit(host); if (chosen[0] && data.centre) pt.network.focus(chosen[0], { scale: Math.max(pt.network.getScale(), 0.75) }) }
  else if (chosen[0] && data.centre && pt.centred !== chosen[0]) pt.network.focus(chosen[0], { scale: Math.max(pt.network.getScale(), 0.75) })
  pt.centred = chosen[0]
  host.dataset.ready = String((Number(host.dataset.ready) || 0) + 1)
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const host = parentElement.querySelector('.pt-net')
  const text = data.nodes.map((n) => n.lines.join('')).join('').slice(0, 4000)
  Promise.all([library(), document.fonts.load('15px "Noto Sans SC"', text || '政'), document.fonts.load('15px "Source Sans"', 'a')])
    .then(() => { if (host.isConnected) show(host, data, setTriggerValue) })
    .catch((fault) => { host.querySelector('.pt-said').textContent = String(fault.message || fault) })
  return () => setTimeout(() => { if (!host.isConnected && host.pt) { host.pt.watch.disconnect(); host.pt.network.destroy(); host.pt = null } }, 0)
}
