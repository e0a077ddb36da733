import { describe, expect, test } from 'vitest'
import { CHART_COLOURS, palettes, type Theme } from './tokens.ts'

const themes: Theme[] = ['light', 'dark']

describe.each(themes)('%s palette', theme => {
  const palette = palettes[theme]
  const grounds = [palette.canvas, palette.surface, palette.raised]

  test.each([
    ['text', palette.text],
    ['secondary text', palette.textSecondary],
    ['placeholder', palette.textPlaceholder],
    ['link', palette.link],
  ])('%s reads on every ground (4.5:1)', (_name, colour) => {
    for (const ground of grounds) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5)
  })

  test('button text reads on the accent, at rest and under the pointer', () => {
    expect(contrast(palette.onPrimary, palette.primary)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(palette.onPrimary, palette.primaryHover)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(Object.entries(palette.tone))('status %s reads on its tint (4.5:1)', (_name, { text, tint }) =>
    expect(contrast(text, tint)).toBeGreaterThanOrEqual(4.5),
  )

  test('the edge of a control stands out from the surface (3:1)', () =>
    expect(contrast(palette.controlEdge, palette.surface)).toBeGreaterThanOrEqual(3))

  test.each(CHART_COLOURS)('chart colour %s stands out from the surface (3:1)', colour =>
    expect(contrast(colour, palette.surface)).toBeGreaterThanOrEqual(3),
  )
})

/** Contrast ratio of WCAG 2.2, from relative luminance. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
