export function PlazaPage() {
  return null
}
