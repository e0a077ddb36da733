/** What the free text of a bank line says in one of the forms that can be told apart. */
export interface BankDetails {
  counterparty: string | null
  /** The end-to-end reference, which the payer chose: ours, where we were the payer. */
  reference: string | null
  description: string
}

/** Codes of the text itself, of four letters and a plus sign. */
const CODED = /(EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC)\+/
const PURPOSE = /^(2\d|6[0-3])$/
const NAME = /^3[23]$/

/**
 * Field 86 as banks fill it: `166?00GUTSCHRIFT?20EREF+…?32Name`, where a reference runs over several subfields; `/EREF/…/NAME/…`;
 * or plain text, which is left as it is.
 */
export function readBankDetails(lines: string[]): BankDetails {
  const whole = lines.join('')
  const separator = /^\d{3}([?<>/^])\d{2}/.exec(whole)?.[1]
  if (separator !== undefined) return readSubfields(whole, separator)
  if (/^\/[A-Z]{2,8}\//.test(whole)) return readCodewords(whole)
  return { counterparty: null, reference: null, description: lines.join(' ').trim() }
}

function readSubfields(whole: string, separator: string): BankDetails {
  const subfields = whole
    .split(separator)
    .slice(1)
    .map(part => ({ code: part.slice(0, 2), text: part.slice(2) }))
  const joined = (code: RegExp) =>
    subfields
      .filter(field => code.test(field.code))
      .map(({ text }) => text)
      .join('')
      .trim()
  const purpose = joined(PURPOSE)
  const parts = purpose.split(CODED)
  const coded = new Map(
    parts
      .slice(1)
      .flatMap((code, at, all) => (at % 2 === 0 ? [[code, (all[at + 1] ?? '').trim()] as const] : [])),
  )
  return {
    counterparty: joined(NAME) || null,
    reference: usable(coded.get('EREF')),
    description: [joined(/^00$/), coded.get('SVWZ') ?? (coded.size > 0 ? parts[0] : purpose)]
      .map(text => text?.trim() ?? '')
      .filter(text => text !== '')
      .join(' '),
  }
}

function readCodewords(whole: string): BankDetails {
  const parts = whole.split(/\/([A-Z]{2,8})\//).slice(1)
  const coded = new Map(
    parts.flatMap((code, at) => (at % 2 === 0 ? [[code, (parts[at + 1] ?? '').trim()] as const] : [])),
  )
  return {
    counterparty: coded.get('NAME') || null,
    reference: usable(coded.get('EREF')),
    description: coded.get('REMI') ?? coded.get('PREF') ?? whole,
  }
}

/** Banks write a word of their own where the payer gave none. */
export function usable(reference: string | undefined): string | null {
  const text = reference?.trim() ?? ''
  return text === '' || /^(NONREF|NOTPROVIDED|NOT PROVIDED|NONE)$/i.test(text) ? null : text
}
