/** The two languages; Chinese is the one every text is first written in. */
export const LANGUAGES = ['zh-CN', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

const KEY = 'haowu.language'

/** first-paint.js has already put the remembered or preferred language on the root. */
export function readLanguage(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'zh-CN'
}

export function rememberLanguage(language: Language): void {
  document.documentElement.lang = language
  localStorage.setItem(KEY, language)
}
