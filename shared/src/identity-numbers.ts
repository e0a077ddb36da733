/** Numbers that prove themselves: their last character is computed from the others, so a slip is found while typing. */
export type NumberProblem = 'length' | 'characters' | 'date' | 'minor' | 'check_digit'

const CREDIT_CODE_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** What is wrong with a unified social credit code (GB 32100-2015), or null. Expects it as `tidyNumber` leaves it. */
export function creditCodeProblem(code: string): NumberProblem | null {
  if (code.length !== 18) return 'length'
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    const value = CREDIT_CODE_CHARACTERS.indexOf(character)
    if (value < 0) return 'characters'
    sum += value * weight
    weight = (weight * 3) % 31
  }
  const last = CREDIT_CODE_CHARACTERS.indexOf(code[17] ?? '')
  if (last < 0) return 'characters'
  return last === (31 - (sum % 31)) % 31 ? null : 'check_digit'
}

const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const ID_CHECK_CHARACTERS = '10X98765432'
const GROWN_UP_YEARS = 18

/** What is wrong with a citizen's identity number (GB 11643-1999), or null. `today` as `2026-11-26`; minors may not act. */
export function idNumberProblem(number: string, today: string): NumberProblem | null {
  if (number.length !== 18) return 'length'
  if (!/^[1-9][0-9]{16}[0-9X]$/.test(number)) return 'characters'
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  if (!isDay(born) || born < '1900-01-01' || born > today) return 'date'
  const sum = ID_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  if (number[17] !== ID_CHECK_CHARACTERS[sum % 11]) return 'check_digit'
  const grownUpOn = `${Number(born.slice(0, 4)) + GROWN_UP_YEARS}${born.slice(4)}`
  return grownUpOn > today ? 'minor' : null
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** Full-width characters, spaces and small letters are how people copy such numbers. */
export function tidyNumber(text: string): string {
  return text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}

/** Enough for its owner to know it, too little for anybody else. */
export function maskNumber(number: string): string {
  return `${number.slice(0, 3)}${'*'.repeat(Math.max(0, number.length - 5))}${number.slice(-2)}`
}
