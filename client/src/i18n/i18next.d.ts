import 'i18next'
import type { Namespaces } from './namespaces.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    returnNull: false
    // Our codes hold underscores (`item_unavailable`), which would else read as contexts.
    contextSeparator: '~'
    resources: Namespaces
  }
}
