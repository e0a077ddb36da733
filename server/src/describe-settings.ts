import { type SettingName, SETTINGS } from './config.ts'

const IN_CHINESE: Record<SettingName, string> = {
  NODE_ENV: '运行环境；`production` 拒绝演示密钥，且 PUBLIC_URL 须为 https（localhost 除外）。',
  HOST: '监听地址；`0.0.0.0` 对网络开放。',
  PORT: '监听端口。',
  PUBLIC_URL: '用户访问的网址；其协议决定 Cookie 是否要求 https。',
  TRUST_PROXY_HOPS: '前面可信代理的层数；0 表示不采信 X-Forwarded-For。',
  DATABASE_URL: 'PostgreSQL 15 或更新版本；该账号拥有并迁移表结构。',
  DATABASE_POOL_MAX:
    '每个进程最多占用的数据库连接数。`npm start` 使用自带数据库且未设置此项时，服务进程按每个核心四个连接（8 至 20）。',
  REDIS_URL: '队列使用的 Redis；不设则队列放在 PostgreSQL 的 `queue` 模式中。',
  FILES_DIR: '上传文件的目录；配置 S3 后不用。',
  S3_BUCKET:
    '上传文件的存储桶；设置后即改用 S3。若其 CORS 允许 PUBLIC_URL 的 PUT 并公开 ETag，大文件会直接传入。',
  S3_ENDPOINT: '兼容 S3 的存储地址；不设即亚马逊。',
  S3_REGION: '存储桶所在区域。',
  S3_ACCESS_KEY_ID: '存储桶访问密钥；两项须同时设置。',
  S3_SECRET_ACCESS_KEY: '存储桶私有密钥。',
  S3_FORCE_PATH_STYLE: '存储不支持桶子域名时设为 `true`。',
  APP_SECRET: '所有密钥的根（会话、报告签名、联系方式加密）；至少 32 个字符。',
  DEMO: '`true` 时登录页列出演示账号，财务可拨快时钟。',
  FEEDS_LOOPBACK: '`true` 时可从本机以明文 http 读取数据源，仅供演示和测试。',
  RATE_LIMITS: '`false` 不限制请求频率，用于压测。',
  LOG_LEVEL: '写入日志的最低级别。',
}

interface SettingInfo {
  name: SettingName
  description: string
  /** Empty when the setting has none. */
  byDefault: string
  required: boolean
}

const INTRODUCTION = `# Settings of Haowu Alliance. \`npm start\` needs none of them: it brings its own database and keeps files on disk.
# Written by \`npm run generate\` from server/src/config.ts; change the descriptions there.
`

/** The text of \`.env.example\`: each setting with its meaning, commented out at its default. */
export function renderEnvExample(): string {
  const blocks = readSettings().map(
    ({ name, description, byDefault, required }) =>
      `# ${description}${required ? ' Required.' : ''}\n${required ? '' : '# '}${name}=${byDefault}\n`,
  )
  return [INTRODUCTION, ...blocks].join('\n')
}

/** The table of settings of the README in that language, as Markdown. */
export function renderSettingsTable(language: 'en' | 'zh'): string {
  const words =
    language === 'en' ? ['Setting', 'Default', 'Meaning', 'required'] : ['配置', '默认值', '含义', '必填']
  const [setting, standard, meaning, needed] = words
  const rows = readSettings().map(({ name, description, byDefault, required }) => {
    const shown = required ? needed : byDefault === '' ? '' : `\`${byDefault}\``
    return `| \`${name}\` | ${shown} | ${language === 'en' ? description : IN_CHINESE[name]} |`
  })
  return [`| ${setting} | ${standard} | ${meaning} |`, '|---|---|---|', ...rows].join('\n')
}

function readSettings(): SettingInfo[] {
  return Object.entries(SETTINGS.shape).map(([name, schema]) => {
    const { description } = schema
    if (!description) throw new Error(`${name} has no description`)
    const byDefault = schema.safeParse(undefined)
    return {
      name: name as SettingName,
      description,
      byDefault: byDefault.success && byDefault.data !== undefined ? String(byDefault.data) : '',
      required: !byDefault.success,
    }
  })
}
