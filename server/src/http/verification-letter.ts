import type { Letter } from '#gateways/mail/mail.ts'

/** Asks a person to show that an address is his, in both languages, because nobody knows yet which one he reads. */
export function verificationLetter(
  to: string,
  { token, publicUrl }: { token: string; publicUrl: string },
): Letter {
  const link = `${publicUrl}/verify-email?token=${encodeURIComponent(token)}`
  return {
    to,
    subject: '请验证邮箱 · Please verify your e-mail · 好物联盟',
    text: [
      '打开下面的链接验证邮箱，之后才能提交入驻申请。链接 24 小时内有效。',
      'Open this link to verify your e-mail; then you can submit your application. It is valid for 24 hours.',
      link,
      '如果不是您本人注册，请忽略。If you did not sign up, ignore this letter.',
    ].join('\n\n'),
  }
}
