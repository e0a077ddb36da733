export function PlazaItemPage() {
  return null
}
