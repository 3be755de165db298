// The reader: passages of the source as text nodes, never as HTML. A mention is a button; the marked sentence is scrolled to.
function passage(row, data, send) {
  const inner = row.m ? row.m[row.m.length - 1] : -1
  const node = document.createElement(row.k ? 'mark' : 'span')
  node.textContent = row.t
  if (row.c) { node.classList.add('pt-changed'); node.title = row.c }
  if (inner >= 0) {
    const mention = data.mentions[inner]
    node.classList.add('pt-mention'); node.dataset.type = mention.type; node.dataset.entity = mention.entity
    node.style.setProperty('--pt-line', mention.stroke)
    node.tabIndex = 0; node.setAttribute('role', 'button')
    node.title = row.c ? node.title : mention.label
    if (data.chosen && mention.entity === data.chosen) node.classList.add('pt-chosen')
    const pick = () => send('picked', { mention: inner, turn: Date.now() })
    node.onclick = pick
    node.onkeydown = (e) => { if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); pick() } }
  }
  return node
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const host = parentElement.querySelector('.pt-reader')
  const told = JSON.stringify(data)
  if (host.told !== told) {
    const top = host.scrollTop, jump = host.target !== data.target
    host.told = told; host.target = data.target
    const page = document.createElement('article')
    page.lang = 'zh-Hans'; page.setAttribute('aria-label', data.title)
    for (const block of data.blocks) {
      const box = document.createElement('div')
      box.className = 'pt-block pt-' + block.kind; box.dataset.id = block.id
      for (const row of block.parts) box.appendChild(passage(row, data, setTriggerValue))
      page.appendChild(box)
    }
    host.replaceChildren(page)
    const target = host.querySelector('mark')
    if (jump && target) requestAnimationFrame(() => { host.scrollTop += target.getBoundingClientRect().top - host.getBoundingClientRect().top - host.clientHeight / 3 })
    else host.scrollTop = top
  }
}
