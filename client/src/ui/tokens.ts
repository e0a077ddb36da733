/**
 * The one palette. The antd theme and the CSS variables are both derived from this file, so that a colour
 * is decided once; `tokens.test.ts` holds every pair to WCAG AA.
 */
export type Theme = 'light' | 'dark'
export type Tone = 'success' | 'info' | 'warning' | 'danger' | 'neutral'

export type Palette = {
  primary: string
  primaryHover: string
  onPrimary: string
  link: string
  text: string
  textSecondary: string
  textPlaceholder: string
  canvas: string
  surface: string
  raised: string
  line: string
  controlEdge: string
  selected: string
  tone: Record<Tone, { text: string; tint: string }>
}

export const palettes: Record<Theme, Palette> = {
  light: {
    primary: '#0B57D0',
    primaryHover: '#0A4AB3',
    onPrimary: '#FFFFFF',
    link: '#0B57D0',
    text: '#1F1F1F',
    textSecondary: '#595959',
    textPlaceholder: '#6B6B6B',
    canvas: '#F5F5F5',
    surface: '#FFFFFF',
    raised: '#FFFFFF',
    line: '#E3E3E3',
    controlEdge: '#8C8C8C',
    selected: '#E4EDFD',
    tone: {
      success: { text: '#077667', tint: '#E3F4EA' },
      info: { text: '#2337DB', tint: '#E4EDFD' },
      warning: { text: '#886608', tint: '#FDF0DC' },
      danger: { text: '#79170F', tint: '#FCE9E7' },
      neutral: { text: '#2C292B', tint: '#EFEFEF' },
    },
  },
  dark: {
    primary: '#2F6FE4',
    primaryHover: '#2763D0',
    onPrimary: '#FFFFFF',
    link: '#8AB4FF',
    text: '#E8E8E8',
    textSecondary: '#ABABAB',
    textPlaceholder: '#9A9A9A',
    canvas: '#0F0F0F',
    surface: '#141414',
    raised: '#1C1C1C',
    line: '#2C2C2C',
    controlEdge: '#6E6E6E',
    selected: '#1B2B4A',
    tone: {
      success: { text: '#D3F8F7', tint: '#12352A' },
      info: { text: '#7BA1E4', tint: '#1B2B4A' },
      warning: { text: '#F6E0A1', tint: '#3A2C12' },
      danger: { text: '#F0644B', tint: '#471A17' },
      neutral: { text: '#A0A1A4', tint: '#2A2A2A' },
    },
  },
}

/** Parts of a whole (balance bars, waterfalls); at least 3.2:1 on white and on the dark surface. */
export const CHART_COLOURS = [
  '#5270E7',
  '#AE431B',
  '#10806A',
  '#E3659A',
  '#9F871B',
  '#975BB8',
  '#1B87AB',
  '#77808C',
] as const

export const FONT_STACK =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "PingFang SC", "HarmonyOS Sans SC", MiSans, "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'

/** Width under which tables become labelled rows and the rail a tab bar. */
export const PHONE_MAX_PX = 767.98
