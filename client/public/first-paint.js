// Runs before anything is painted, so that a dark theme never flashes white and screen readers get the right language.
;(() => {
  const root = document.documentElement
  const read = key => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const chosen = read('haowu.theme')
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.dataset.theme = dark ? 'dark' : 'light'
  const language = read('haowu.language') ?? (navigator.language.startsWith('en') ? 'en' : 'zh-CN')
  root.lang = language === 'en' ? 'en' : 'zh-CN'
})()
