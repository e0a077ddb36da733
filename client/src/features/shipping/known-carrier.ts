/** The words of a carrier we know; another one is shown as "other". */
export function knownCarrier(carrier: string) {
  return (
    (['sf', 'jd', 'ems', 'zto', 'yto', 'sto', 'yunda'] as const).find(each => each === carrier) ?? 'other'
  )
}
