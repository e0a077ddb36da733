/** A code that Excel has shown as a number: `3.56E+14`. Its digits are gone; repairing it would be guessing. */
export function isExcelDamaged(text: string): boolean {
  return /^\d(?:[.,]\d+)?e\+?\d+$/i.test(text)
}

export type ParsedIdentity =
  | { identity: string; warning?: 'IMEI_LENGTH' }
  | { problem: 'IMEI_INVALID' | 'IMEI_EXCEL_DAMAGED' | 'SERIAL_INVALID' | 'SERIAL_EXCEL_DAMAGED' }

/** 15 digits with a right check digit; 14 get theirs computed and 16 (IMEISV) lose the version, both with a warning. */
export function parseImei(text: string): ParsedIdentity {
  if (isExcelDamaged(text)) return { problem: 'IMEI_EXCEL_DAMAGED' }
  const digits = text.replace(/[\s\-/]/g, '')
  if (!/^\d{14,16}$/.test(digits) || /^(.)\1*$/.test(digits)) return { problem: 'IMEI_INVALID' }
  // Saved as 3.56938E+14 and opened again, a number has lost its tail to zeros.
  if (/0{8}$/.test(digits)) return { problem: 'IMEI_EXCEL_DAMAGED' }
  const body = digits.slice(0, 14)
  const imei = body + luhnDigit(body)
  if (digits.length !== 15) return { identity: `IMEI:${imei}`, warning: 'IMEI_LENGTH' }
  return imei === digits ? { identity: `IMEI:${imei}` } : { problem: 'IMEI_INVALID' }
}

/** Serials are unique within a brand only, so the brand is part of the identity. */
export function parseSerial(text: string, brand: string | null): ParsedIdentity {
  if (isExcelDamaged(text)) return { problem: 'SERIAL_EXCEL_DAMAGED' }
  const serial = text.toUpperCase().replace(/[\s\-._/]/g, '')
  if (!/^[0-9A-Z]{4,40}$/.test(serial) || /^(.)\1*$/.test(serial)) return { problem: 'SERIAL_INVALID' }
  const maker = (brand ?? '').normalize('NFKC').toUpperCase().replace(/[\s:]/g, '')
  return { identity: `SN:${maker}:${serial}` }
}

/** The check digit of an IMEI (Luhn, ISO/IEC 7812). */
export function luhnDigit(body: string): string {
  let sum = 0
  for (let at = 0; at < body.length; at++) {
    const digit = body.charCodeAt(body.length - 1 - at) - 48
    const weighted = at % 2 === 0 ? digit * 2 : digit
    sum += weighted > 9 ? weighted - 9 : weighted
  }
  return String((10 - (sum % 10)) % 10)
}
