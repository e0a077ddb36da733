import { CHART_COLOURS, FONT_STACK, type Palette, palettes } from './tokens.ts'

/** The palette as CSS variables; Vite serves it as a stylesheet, so that the first paint already has its colours. */
export function tokensCss(): string {
  return `:root {
  color-scheme: light;
  --font: ${FONT_STACK};
${CHART_COLOURS.map((colour, index) => `  --chart-${index + 1}: ${colour};`).join('\n')}
${variables(palettes.light)}
}
:root[data-theme='dark'] {
  color-scheme: dark;
${variables(palettes.dark)}
}
`
}

function variables({ tone, ...flat }: Palette): string {
  const names = Object.entries(flat).map(([name, colour]) => `  --${kebab(name)}: ${colour};`)
  const tones = Object.entries(tone).flatMap(([name, { text, tint }]) => [
    `  --${name}: ${text};`,
    `  --${name}-tint: ${tint};`,
  ])
  return [...names, ...tones].join('\n')
}

const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
