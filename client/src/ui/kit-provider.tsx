import { ConfigProvider, type ThemeConfig, theme as kit } from 'antd'
import english from 'antd/locale/en_US'
import chinese from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTheme } from '#app/theme.ts'
import { useIsPhone } from '#ui/media.ts'
import { FONT_STACK, palettes, type Theme } from '#ui/tokens.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce

/** Gives antd our palette, language, the page's CSP nonce, and a place for pop-ups inside an open dialog. */
export function KitProvider({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  const theme = useTheme()
  const isPhone = useIsPhone()
  return (
    <ConfigProvider
      locale={i18n.language === 'en' ? english : chinese}
      theme={kitTheme(theme, isPhone)}
      csp={nonce ? { nonce } : {}}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
      componentSize={isPhone ? 'large' : 'middle'}
      getPopupContainer={trigger => trigger?.closest('dialog') ?? document.body}
    >
      {children}
    </ConfigProvider>
  )
}

function kitTheme(theme: Theme, isPhone: boolean): ThemeConfig {
  const palette = palettes[theme]
  return {
    algorithm: theme === 'dark' ? kit.darkAlgorithm : kit.defaultAlgorithm,
    components: {
      Slider: {
        railBg: palette.line,
        railHoverBg: palette.line,
        trackBg: palette.primary,
        trackHoverBg: palette.primary,
        handleColor: palette.primary,
        dotActiveBorderColor: palette.primary,
      },
    },
    token: {
      fontFamily: FONT_STACK,
      fontSize: isPhone ? 16 : 14,
      borderRadius: 6,
      controlHeight: 32,
      controlHeightLG: 44,
      motionDurationMid: '0.15s',
      motionDurationSlow: '0.18s',
      colorPrimary: palette.primary,
      colorInfo: palette.primary,
      colorLink: palette.link,
      colorText: palette.text,
      colorTextSecondary: palette.textSecondary,
      colorTextDescription: palette.textSecondary,
      colorTextPlaceholder: palette.textPlaceholder,
      colorBgLayout: palette.canvas,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.raised,
      colorBorder: palette.controlEdge,
      colorBorderSecondary: palette.line,
      colorSuccess: palette.tone.success.text,
      colorWarning: palette.tone.warning.text,
      colorError: theme === 'dark' ? palette.tone.danger.text : '#B3261E',
    },
  }
}
