import { Buffer } from 'node:buffer'
import type { Reply } from '../horizon/reply.ts'

const TITLES: Readonly<Record<number, string>> = {
  200: 'Just a moment...',
  502: '502 Bad Gateway',
  503: '503 Service Temporarily Unavailable',
  504: '504 Gateway Time-out',
}

/** What a proxy in front of Horizon shows when it has nothing else to show, or wants to see a person first (200). */
export function htmlPage(status: number): Reply {
  const title = TITLES[status] ?? status.toString()
  const body = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
  return { status, headers: { 'Content-Type': 'text/html' }, body: Buffer.from(body) }
}
