import type { CategoryCode } from './catalog.ts'
import { creditCodeProblem, tidyNumber } from './identity-numbers.ts'
import type {
  ApplicantKind,
  ApplicationForm,
  ApplicationPurpose,
  CategoryNeeds,
  DocumentKind,
  FormField,
  Subject,
} from './onboarding.ts'

export interface Missing {
  subject: Subject
  /** `few`: fewer inspectors than a category wants. */
  problem: 'empty' | 'invalid' | 'few'
  /** The category that asks for it, when one does. */
  category?: CategoryCode
}

export interface Filled {
  kind: ApplicantKind
  purpose: ApplicationPurpose
  form: ApplicationForm
  /** A valid identity number was given; it is kept sealed, so nobody can look again. */
  hasIdentity: boolean
  documents: readonly DocumentKind[]
  acceptedContract: boolean
  /** Of each category, by code. */
  needs: Partial<Record<CategoryCode, CategoryNeeds>>
}

const FIELDS: Record<ApplicantKind, readonly FormField[]> = {
  supplier: [
    'companyName',
    'creditCode',
    'legalPerson',
    'contactName',
    'contactPhone',
    'inspectionMode',
    'inspectionPlace',
    'inspectors',
    'goodsSource',
    'categories',
  ],
  streamer: ['realName', 'contactPhone', 'taxKind', 'channels', 'history'],
  agency: ['companyName', 'creditCode', 'legalPerson', 'contactName', 'contactPhone', 'streamers', 'history'],
}

const DOCUMENTS: Record<ApplicantKind, readonly DocumentKind[]> = {
  supplier: ['business_licence', 'legal_person_id'],
  streamer: ['id_front', 'id_back', 'channel_proof'],
  agency: ['business_licence', 'legal_person_id', 'agency_qualification'],
}

/** The fields this applicant has to fill in, in the order of the form. */
export function fieldsOf({ kind, purpose, form }: Pick<Filled, 'kind' | 'purpose' | 'form'>): FormField[] {
  if (purpose === 'categories') return ['categories', 'inspectionPlace', 'inspectors']
  const fields = [...FIELDS[kind]]
  if (kind === 'supplier' && (form.inspectionMode === 'agency' || form.inspectionMode === 'both'))
    fields.push('inspectionAgency')
  if (kind === 'streamer' && form.taxKind !== undefined && form.taxKind !== 'individual')
    fields.push('companyName', 'creditCode')
  return fields
}

/** Each document with the category that asks for it, once. */
export function documentsOf({ kind, purpose, form, needs }: Omit<Filled, 'documents'>) {
  const wanted = new Map<DocumentKind, CategoryCode | undefined>()
  if (purpose === 'join') for (const document of DOCUMENTS[kind]) wanted.set(document, undefined)
  if (kind === 'streamer' && form.taxKind !== undefined && form.taxKind !== 'individual')
    wanted.set('business_licence', undefined)
  for (const category of kind === 'supplier' ? (form.categories ?? []) : []) {
    for (const document of needs[category]?.documents ?? [])
      if (!wanted.has(document)) wanted.set(document, category)
  }
  return [...wanted].map(([document, category]) => ({ document, category }))
}

/** What keeps an application from being submitted, in the order of the form; empty when it is complete. */
export function findMissing(filled: Filled): Missing[] {
  const missing: Missing[] = []
  for (const field of fieldsOf(filled)) {
    const problem = fieldProblem(field, filled.form)
    if (problem) missing.push({ subject: field, problem })
    else if (field === 'inspectors') missing.push(...fewInspectors(filled))
  }
  if (filled.purpose === 'join' && !filled.hasIdentity)
    missing.push({ subject: 'identityNo', problem: 'empty' })
  for (const { document, category } of documentsOf(filled)) {
    if (filled.documents.includes(document)) continue
    missing.push({ subject: `document.${document}`, problem: 'empty', ...(category ? { category } : {}) })
  }
  if (!filled.acceptedContract) missing.push({ subject: 'contract', problem: 'empty' })
  return missing
}

function fieldProblem(field: FormField, form: ApplicationForm): 'empty' | 'invalid' | null {
  const value = form[field]
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) return 'empty'
  if (Array.isArray(value) && value.length === 0) return 'empty'
  return isInvalid(field, form) ? 'invalid' : null
}

const PHONE = /^(\+?86)?1[3-9]\d{9}$|^(\+?86)?0\d{2,3}\d{7,8}$/

function isInvalid(field: FormField, form: ApplicationForm): boolean {
  if (field === 'creditCode') return creditCodeProblem(tidyNumber(String(form.creditCode))) !== null
  if (field === 'contactPhone') return !PHONE.test(tidyNumber(String(form.contactPhone)))
  if (field === 'channels') return form.channels?.some(({ account }) => account.trim() === '') ?? false
  return false
}

function fewInspectors({ form, needs }: Filled): Missing[] {
  const short = (form.categories ?? []).find(
    code => (needs[code]?.minInspectors ?? 0) > (form.inspectors ?? 0),
  )
  return short ? [{ subject: 'inspectors', problem: 'few', category: short }] : []
}
