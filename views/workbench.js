// The SPARQL editor on Ace: highlighting and brackets are Ace's; completion, prefixes and the way to Python are ours. All text stays text.
const FILES = ['ext-language_tools.js', 'mode-sparql.js', 'theme-github_light_default.js', 'theme-github_dark.js']
const KEYWORDS = ('SELECT DISTINCT WHERE GRAPH OPTIONAL FILTER BIND VALUES UNION MINUS CONSTRUCT DESCRIBE ASK PREFIX LIMIT OFFSET EXISTS COUNT SUM AVG MIN MAX SAMPLE ' +
  'GROUP_CONCAT CONTAINS REGEX STRSTARTS STRENDS LCASE STR LANG DATATYPE YEAR IF COALESCE BOUND HAVING').split(' ').concat(['ORDER BY', 'GROUP BY', 'NOT EXISTS'])
const WORDS = new Set(('ORDER GROUP BY NOT AS ASC DESC IN FROM NAMED BASE REDUCED UNDEF ABS BNODE CEIL FLOOR ROUND CONCAT DAY MONTH HOURS MINUTES SECONDS NOW IRI URI ISIRI ISURI ISBLANK ' +
  'ISLITERAL ISNUMERIC LANGMATCHES REPLACE STRAFTER STRBEFORE STRDT STRLANG STRLEN SUBSTR UCASE SAMETERM SEPARATOR TRUE FALSE').split(' ').concat(KEYWORDS))
const STRIP = /<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g
let loading

function script(name) {
  return new Promise((done, failed) => {
    const node = document.createElement('script')
    node.src = new URL('app/static/ace/' + name, document.baseURI).href
    node.onload = done
    node.onerror = () => failed(new Error(name + ' is missing: run python -m views.fonts'))
    document.head.appendChild(node)
  })
}

function library() {
  loading ??= script('ace.js').then(() => Promise.all(FILES.map(script)))
  return loading
}

function mode() {  // Ace's own knows no word boundaries and takes the < of an IRI for an operator; its folding stays
  const { Mode } = ace.require('ace/mode/sparql'), { TextHighlightRules } = ace.require('ace/mode/text_highlight_rules')
  const rules = new TextHighlightRules(), found = new Mode()
  const long = (quote) => ({ token: 'string', regex: quote, push: [{ token: 'constant.character.escape', regex: /\\./ }, { token: 'string', regex: quote, next: 'pop' }, { defaultToken: 'string' }] })
  rules.$rules = { start: [
    { token: 'comment', regex: /#.*$/ }, long('"""'), long("\'\'\'"), { token: 'string', regex: /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/ }, { token: 'constant.language', regex: /@[A-Za-z]+(?:-[A-Za-z0-9]+)*/ },
    { token: 'string.other.iri', regex: /<[^<>"{}|^`\\\s]*>/ }, { token: 'variable.parameter', regex: /[?$]\w+/ }, { token: 'entity.name.tag', regex: /(?:[A-Za-z_][\w.-]*)?:[\w\u0080-\uffff%-]*/ },
    { token: 'constant.numeric', regex: /\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/ }, { token: (word) => word === 'a' || WORDS.has(word.toUpperCase()) ? 'keyword' : 'text', regex: /[A-Za-z_]\w*/ },
    { token: 'paren.lparen', regex: /[{([]/ }, { token: 'paren.rparen', regex: /[})\]]/ }, { token: 'keyword.operator', regex: /[=<>!&|^*\/+-]+/ },
  ] }
  rules.normalizeRules()
  found.$highlightRules = rules
  return found
}

function dark(host) {
  const hex = /^#([0-9a-f]{6})/i.exec(getComputedStyle(host).getPropertyValue('--st-background-color').trim())
  return hex ? parseInt(hex[1].slice(0, 2), 16) < 100 : false
}

function completer(pt) {
  return {
    id: 'policytrace', identifierRegexps: [/[\w:?$\-\u2e80-\u9fff\uf900-\ufaff]/],
    getCompletions(editor, session, pos, prefix, done) {
      const token = session.getTokenAt(pos.row, pos.column)
      if (token && /^(comment|string$)/.test(token.type)) return done(null, [])
      const names = pt.words
      const seen = [...new Set(session.getValue().match(/[?$][A-Za-z_]\w*/g) || [])].filter((v) => v !== prefix)
      const rows = seen.map((v) => ({ caption: v, value: v, meta: names.variable, score: 900 }))
      if (/^[?$]/.test(prefix)) return done(null, rows)
      pt.terms.forEach(([value, label, kind], i) => rows.push({ caption: label ? value + '  ' + label : value, value, meta: names[kind], score: 800 - i / 10 }))
      ask(pt, prefix)
      if (prefix === pt.wanted) pt.found.forEach(([value, label, kind], i) => rows.push({ caption: label, value, meta: kind, score: 700 - i, skipFilter: true }))
      const there = new Set(rows.map((row) => row.caption + row.value))
      pt.things.filter(([value, label]) => !there.has(label + value)).forEach(([value, label, kind], i) => rows.push({ caption: label, value, meta: kind, score: 600 - i / 10 }))
      for (const [name, space] of Object.entries(pt.prefixes)) rows.push({ caption: name + ':', value: name + ':', meta: space, score: 400 })
      KEYWORDS.forEach((word) => rows.push({ caption: word, value: word, meta: names.keyword, score: 500 }))
      done(null, rows)
    },
  }
}

function ask(pt, prefix) {  // names that were not sent along, and names by their pinyin, come from Python
  clearTimeout(pt.asking)
  if (prefix.length < 2 || /[:?$]/.test(prefix) || prefix === pt.asked || KEYWORDS.some((word) => word.startsWith(prefix.toUpperCase()))) return
  pt.asking = setTimeout(() => { pt.asked = prefix; pt.state('wanted', prefix) }, 250)
}

function refresh(pt, data) {
  if (pt.wanted === data.wanted) return
  pt.wanted = data.wanted; pt.found = data.found
  const at = pt.editor.getCursorPosition(), before = pt.editor.session.getLine(at.row).slice(0, at.column)
  if (data.wanted && data.found.length && before.endsWith(data.wanted) && pt.editor.isFocused()) pt.editor.execCommand('startAutocomplete')
}

function declare(pt) {  // adds the prefixes that are used and known, but not declared
  const text = pt.editor.getValue(), bare = text.replace(STRIP, (found) => found[0] === '<' ? '<>' : ' ')
  const declared = new Set([...bare.matchAll(/\bPREFIX\s+([\w-]*):/gi)].map((m) => m[1]))
  const lacking = [...new Set([...bare.matchAll(/(?<![\w:.-])([A-Za-z][\w-]*):/g)].map((m) => m[1]))].filter((name) => name in pt.prefixes && !declared.has(name))
  if (!lacking.length) return
  let row = 0
  while (row < pt.editor.session.getLength() - 1 && pt.editor.session.getLine(row).startsWith('#')) row++
  pt.editor.session.insert({ row, column: 0 }, lacking.map((name) => `PREFIX ${name}: <${pt.prefixes[name]}>\n`).join(''))
}

function create(host) {
  const pt = host.pt = { timer: 0, turn: 0, sent: null, wanted: '', found: [] }
  const box = document.createElement('div')
  host.replaceChildren(box)
  const editor = pt.editor = ace.edit(box, { mode: mode(), useWorker: false, fontSize: 15, showPrintMargin: false, minLines: 11, maxLines: 26, tabSize: 2, wrap: true,
    useSoftTabs: true, enableBasicAutocompletion: true, enableLiveAutocompletion: true, liveAutocompletionThreshold: 2, highlightActiveLine: false, textInputAriaLabel: 'SPARQL' })
  editor.completers = [completer(pt)]
  editor.commands.bindKeys({ Tab: null, 'Shift-Tab': null, 'Ctrl-Enter': null, 'Command-Enter': null, 'Ctrl-L': null, 'Command-L': null })
  editor.commands.addCommand({ name: 'run', bindKey: { win: 'Ctrl-Enter', mac: 'Command-Enter' }, exec: () => { declare(pt); clearTimeout(pt.timer); clearTimeout(pt.asking); pt.sent = editor.getValue(); pt.trigger('run', { text: pt.sent, turn: pt.turn = Date.now() }) } })
  editor.on('change', () => { clearTimeout(pt.timer); pt.timer = setTimeout(() => tell(pt), 450) })
  editor.on('blur', () => tell(pt, true))
  const input = editor.textInput.getElement()
  input.setAttribute('aria-label', 'SPARQL'); input.setAttribute('aria-multiline', 'true')
}

function tell(pt, now = false) {
  clearTimeout(pt.timer)
  if (!now && pt.editor.completer?.activated) { pt.timer = setTimeout(() => tell(pt), 450); return }
  declare(pt)
  clearTimeout(pt.timer)
  const text = pt.editor.getValue()
  if (text !== pt.sent) { pt.sent = text; pt.state('text', { text, turn: pt.turn = Date.now() }) }
}

function show(host, data) {
  const pt = host.pt, night = dark(host)
  Object.assign(pt, { prefixes: data.prefixes, terms: data.terms, things: data.things, words: data.words })
  if (night !== pt.night) { pt.night = night; pt.editor.setTheme(night ? 'ace/theme/github_dark' : 'ace/theme/github_light_default') }
  if (pt.token !== data.token && data.turn >= pt.turn) {  // an answer to what was told before the last word is late
    pt.token = data.token
    const now = pt.editor.getValue()
    if (pt.sent === null || now === pt.sent) {  // what is being typed right now wins
      if (now !== data.text) { pt.editor.setValue(data.text, -1); clearTimeout(pt.timer) }
      pt.sent = data.text
    }
  }
  refresh(pt, data)
  host.dataset.ready = data.token
}

export default function (component) {
  const { data, parentElement, setTriggerValue, setStateValue } = component
  const host = parentElement.querySelector('.pt-bench')
  library().then(() => {
    if (!host.isConnected) return
    if (!host.pt) create(host)
    host.pt.trigger = setTriggerValue; host.pt.state = setStateValue
    show(host, data)
  }).catch((fault) => { host.textContent = String(fault.message || fault) })
  return () => setTimeout(() => { if (!host.isConnected && host.pt) { clearTimeout(host.pt.timer); clearTimeout(host.pt.asking); host.pt.editor.destroy(); host.pt = null } }, 0)
}
