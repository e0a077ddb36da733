export type Rgb = readonly [red: number, green: number, blue: number]

export const WHITE: Rgb = [255, 255, 255]
export const BLACK: Rgb = [0, 0, 0]

/** What makers call their colours, the telling syllable first: a blue titanium is blue. */
const COLORS: [syllables: RegExp, color: Rgb][] = [
  [/粉/, [232, 190, 194]],
  [/紫/, [104, 94, 130]],
  [/薄荷/, [172, 214, 200]],
  [/橄榄/, [112, 116, 84]],
  [/绿/, [74, 104, 86]],
  [/青/, [134, 168, 164]],
  [/橙/, [222, 140, 84]],
  [/冰晶蓝|远峰蓝/, [160, 188, 208]],
  [/蓝/, [84, 112, 148]],
  [/红/, [176, 44, 52]],
  [/流沙金|星光/, [226, 210, 186]],
  [/棕/, [164, 112, 66]],
  [/老花/, [132, 100, 68]],
  [/银|白|宝石/, [216, 219, 224]],
  [/钛灰|灰/, [136, 138, 142]],
  [/钛/, [178, 168, 154]],
  [/黑|墨|午夜/, [44, 46, 52]],
]

const GREY: Rgb = [150, 152, 158]

export function colorOfName(name: string): Rgb {
  return COLORS.find(([syllables]) => syllables.test(name))?.[1] ?? GREY
}

export const lighter = (color: Rgb, share: number): Rgb => towards(color, WHITE, share)
export const darker = (color: Rgb, share: number): Rgb => towards(color, BLACK, share)

function towards(color: Rgb, other: Rgb, share: number): Rgb {
  const mixed = (band: 0 | 1 | 2) => color[band] + (other[band] - color[band]) * share
  return [mixed(0), mixed(1), mixed(2)]
}
