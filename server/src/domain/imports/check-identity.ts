import type { CellOf, Note } from './check-row.ts'
import { cleanCode, cleanText, hasLostCharacter, hasUnwanted } from './clean-text.ts'
import { IMPORT_LIMITS } from './import-limits.ts'
import { isExcelDamaged, parseImei, parseSerial } from './parse-identity.ts'

/** The supplier's own code, by which a row finds its item. */
export function checkSku(sku: string, cell: string, note: Note): void {
  if (sku === '') note('SKU_MISSING', ['sku', cell])
  else if (isExcelDamaged(sku)) note('SKU_EXCEL_DAMAGED', ['sku', cell])
  else if (sku.length > IMPORT_LIMITS.skuCharacters)
    note('SKU_TOO_LONG', ['sku', cell], { limit: IMPORT_LIMITS.skuCharacters })
  else if (sku !== cell && hasLostCharacter(cell)) note('TEXT_BROKEN', ['sku', sku])
  else if (sku !== cell && (hasUnwanted(cell) || sku !== cleanText(cell)))
    note('CHARACTERS_REMOVED', ['sku', cell], { read: sku })
}

/** The number on the piece: an IMEI, else a serial number, which is unique within its brand. */
export function checkIdentity(cellOf: CellOf, note: Note, brand: string | null): string | null {
  const imeiCell = cellOf('imei')
  const imei = imeiCell === '' ? '' : cleanCode(imeiCell)
  const serialCell = cellOf('serial')
  const serial = serialCell === '' ? '' : cleanCode(serialCell)
  if (imei === '' && serial === '') return null
  const [field, cell, parsed] =
    imei === ''
      ? (['serial', serialCell, parseSerial(serial, brand)] as const)
      : (['imei', imeiCell, parseImei(imei)] as const)
  if ('problem' in parsed) {
    note(parsed.problem, [field, cell])
    return null
  }
  if (hasLostCharacter(cell)) {
    note('TEXT_BROKEN', [field, cell])
    return null
  }
  if (parsed.warning) note(parsed.warning, [field, cell], { read: parsed.identity })
  return parsed.identity
}
