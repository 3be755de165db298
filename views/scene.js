// Takes a picture into the window, where the canvas of that key finds it. It comes apart from what changes at every click, so that Streamlit sends it once.
export default function ({ data }) {
  const end = data.indexOf(10), [key, sum] = new TextDecoder().decode(data.subarray(0, end)).split(' ')
  window.ptScenes ??= new Map()
  window.ptScenes.set(key, { sum, bytes: data.subarray(end + 1) })
  window.dispatchEvent(new Event('pt-scene'))
}
