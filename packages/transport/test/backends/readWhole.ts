import type { HttpRequest, HttpResponse } from '../../src/httpBackend.ts'

/** A GET that nobody ends, unless overridden. */
export function get(url: string, overrides: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, signal: new AbortController().signal, ...overrides }
}

export async function readWhole({ body }: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
