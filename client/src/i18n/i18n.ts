import i18next, { type BackendModule, type ResourceKey } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { LANGUAGES, type Language, readLanguage, rememberLanguage } from '#i18n/language.ts'

const files = import.meta.glob<{ default: ResourceKey }>('./{zh-CN,en}/*.json')

/** Fetches a feature's texts in one language when a page first asks for them. */
const lazyFiles: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`]
    if (!load) done(`no texts for ${namespace} in ${language}`, null)
    else
      load().then(
        file => done(null, file.default),
        (error: Error) => done(error, null),
      )
  },
}

export const i18nReady = i18next
  .use(lazyFiles)
  .use(initReactI18next)
  .init({
    lng: readLanguage(),
    fallbackLng: false,
    supportedLngs: LANGUAGES,
    ns: ['common', 'error', 'shell', 'state'],
    defaultNS: 'common',
    contextSeparator: '~',
    interpolation: { escapeValue: false },
  })

/** Changes the language of what is on screen, without a reload and without a trace in the URL. */
export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language)
  rememberLanguage(language)
}
