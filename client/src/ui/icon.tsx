/** Line icons on a 24 px grid. They are decoration: the word beside them, or the button's label, carries the meaning. */
const PATHS = {
  items: 'M4 8.5 12 4l8 4.5v7L12 20l-8-4.5zM4 8.5 12 13l8-4.5M12 13v7',
  upload: 'M12 15V4m0 0L8 8m4-4 4 4M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15',
  download: 'M12 4v11m0 0-4-4m4 4 4-4M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15',
  plan: 'M7 17 17 7M8.5 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Zm7 8a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z',
  loan: 'M12 3.5 4 7.5v8L12 20l3-1.7M12 3.5l8 4v4M4 7.5l8 4.2 8-4.2M12 11.7V20M14.5 15.5h6.5m0 0L18.5 13M21 15.5 18.5 18',
  order: 'M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6',
  truck:
    'M3 6h11v10H3zM14 10h4l3 3v3h-7M7.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm9.5 0a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
  score: 'M5 18.5a8.5 8.5 0 1 1 14 0M12 14.5l4-5M12 14.5h.01',
  deposit: 'M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6zM9 12l2 2 4-4.5',
  earnings:
    'M4 7.5A1.5 1.5 0 0 1 5.5 6h13A1.5 1.5 0 0 1 20 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16.5zM15 12h5M8 6V4.5h8V6',
  plaza:
    'M4 10 5.5 4.5h13L20 10M4 10h16M4 10c0 1.4 1.2 2.5 2.7 2.5S9.3 11.4 9.3 10c0 1.4 1.2 2.5 2.7 2.5s2.7-1.1 2.7-2.5c0 1.4 1.2 2.5 2.6 2.5S20 11.4 20 10M5.5 12.5v7h13v-7',
  cart: 'M3 4.5h2.5L8 15h9.5l2-7.5H6.3M9 19.5h.01M16.5 19.5h.01',
  session: 'M4 6.5h11v11H4zM15 10.5l5-3v9l-5-3',
  overview: 'M4 20V10m5.3 10V4m5.4 16v-7M20 20V8',
  settlement: 'M5 4.5h14v15H5zM8.5 9h7M8.5 12.5h7M8.5 16h4',
  payout:
    'M12 4v16M16.5 7.5C16 6 14.5 5.5 12 5.5c-2.7 0-4.2 1-4.2 3 0 4.5 8.9 2.2 8.9 6.8 0 2-1.7 3.2-4.7 3.2-2.7 0-4.5-.8-5-2.5',
  party:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 8.5c.5-3.3 2.8-5 6-5s5.5 1.7 6 5M16 4.5a3.5 3.5 0 0 1 0 6.3M18 15c1.7.7 2.7 2.2 3 4.5',
  audit: 'M8 6h12M8 12h12M8 18h7M4 6h.01M4 12h.01M4 18h.01',
  queue: 'M4 6h16M4 12h16M4 18h10',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  filter: 'M4 6h16M7 12h10M10 18h4',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevron: 'm9 6 6 6-6 6',
  down: 'm6 9 6 6 6-6',
  back: 'M19 12H5m0 0 6-6m-6 6 6 6',
  copy: 'M9 9h10.5v10.5H9zM6 15H4.5V4.5H15V6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  menu: 'M4 7h16M4 12h16M4 17h16',
  collapse: 'M4 5h16v14H4zM9.5 5v14M16 9.5 13.5 12l2.5 2.5',
  expand: 'M4 5h16v14H4zM9.5 5v14M13.5 9.5 16 12l-2.5 2.5',
  language:
    'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM3.5 12h17M12 3.5c2.5 2.4 3.5 5.2 3.5 8.5s-1 6.1-3.5 8.5c-2.5-2.4-3.5-5.2-3.5-8.5s1-6.1 3.5-8.5Z',
  theme:
    'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1',
  exit: 'M14 4.5H5.5v15H14M10 12h10m0 0-3.5-3.5M20 12l-3.5 3.5',
  swap: 'M4 8.5h14m0 0-3.5-3.5M18 8.5 14.5 12M20 15.5H6m0 0L9.5 12M6 15.5 9.5 19',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2',
  warning: 'M12 4.5 2.8 19.5h18.4zM12 10v4.5M12 17.2v.01',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5.5M12 7.8v.01',
  success: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM8.2 12.3l2.6 2.6 5-5.4',
  key: 'M3.5 7h17v10.5h-17zM7 10.5h.01M10.3 10.5h.01M13.6 10.5h.01M17 10.5h.01M8 14.3h8',
  report: 'M6 3.5h8.5L18 7v13.5H6zM14 3.5V7.5h4M9 14l2 2 4-4',
  file: 'M6 3.5h8.5L18 7v13.5H6zM14 3.5V7.5h4',
  case: 'M12 4v16M7.5 20h9M5 7.5h14M5 7.5 2.5 13h5zM19 7.5 16.5 13h5z',
  rule: 'M6.5 4H18v16H6.5A1.5 1.5 0 0 1 5 18.5v-13A1.5 1.5 0 0 1 6.5 4ZM8.5 8.5h6M8.5 12h6M8.5 15.5h3.5',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 2h-15zM10 20.8h4',
  empty: 'M4 13.5 6.5 5h11l2.5 8.5v6H4zM4 13.5h5l1 2.5h4l1-2.5h5',
  plus: 'M12 5v14M5 12h14',
  external: 'M13.5 4.5h6v6M19.5 4.5 11 13M17 14v5.5H4.5V7H10',
  play: 'M7.5 5v14L19 12z',
  up: 'm6 15 6-6 6 6',
  trash: 'M5 7h14M9.5 7V4.5h5V7M7 7l1 12.5h8L17 7M10.5 11v5M13.5 11v5',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  qr: 'M4.5 4.5h5v5h-5zM14.5 4.5h5v5h-5zM4.5 14.5h5v5h-5zM14.5 14.5h2v2h-2zM19.5 14.5v5h-5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
} as const

export type IconName = keyof typeof PATHS

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2.5 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
