// The Sankey: boxes, bands and labels as SVG elements; labels are set as text. A box answers a click and Enter.
const NS = 'http://www.w3.org/2000/svg'

function make(name, attributes, parent) {
  const node = document.createElementNS(NS, name)
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value)
  parent.appendChild(node)
  return node
}

function band(row, parent) {
  const { x1, x2, y1, y2, h1, h2 } = row, middle = (x1 + x2) / 2
  const path = `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}L${x2} ${y2 + h2}C${middle} ${y2 + h2} ${middle} ${y1 + h1} ${x1} ${y1 + h1}Z`
  return make('path', { d: path, class: 'pt-band', fill: row.fill }, parent)
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const host = parentElement.querySelector('.pt-flow')
  const told = JSON.stringify(data)
  if (host.told === told) return
  host.told = told
  host.setAttribute('aria-label', data.aria)
  const svg = document.createElementNS(NS, 'svg')
  svg.setAttribute('viewBox', `0 0 ${data.width} ${data.height}`)
  const bands = data.bands.map((row) => [row, band(row, svg)])
  for (const row of data.boxes) {
    const group = make('g', { class: 'pt-box' + (row.id === data.chosen ? ' pt-chosen' : ''), tabindex: 0, role: 'button' }, svg)
    group.setAttribute('aria-label', `${row.full}, ${row.n}`)
    make('title', {}, group).textContent = `${row.full} · ${row.n}`
    make('rect', { x: row.x, y: row.y, width: 12, height: row.h, fill: row.fill, stroke: row.stroke }, group)
    make('text', { x: row.x + 18, y: row.y + row.h / 2, 'dominant-baseline': 'central' }, group).textContent = row.label
    const pick = () => setTriggerValue('picked', { box: row.id, turn: Date.now() })
    group.onclick = pick
    group.onkeydown = (e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); pick() } }
    const near = (on) => bands.forEach(([b, path]) => path.classList.toggle('pt-near', on && (b.from === row.id || b.to === row.id)))
    group.onmouseenter = group.onfocus = () => near(true)
    group.onmouseleave = group.onblur = () => near(false)
  }
  host.replaceChildren(svg)
}
