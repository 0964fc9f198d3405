import type { HttpBackend, HttpRequest, HttpResponse } from '../src/httpBackend.ts'

/** An answer that a test writes down. */
export type Scripted = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }

/** A backend whose answers tests decide. */
export type FakeBackend = HttpBackend & {
  readonly requests: HttpRequest[]
  /** What answers; replaced at will. A promise keeps the request waiting. */
  answer: (request: HttpRequest) => Scripted | Promise<Scripted>
}

export function createFakeBackend(): FakeBackend {
  const requests: HttpRequest[] = []
  const close = async (): Promise<void> => {}
  const backend: FakeBackend = {
    requests,
    answer: () => ({}),
    request: async (request) => {
      requests.push(request)
      return toResponse(await abortable(backend.answer(request), request.signal))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
  return backend
}

/** Text is sent as it is, anything else as JSON. */
function toResponse({ status = 200, headers = {}, body = {} }: Scripted): HttpResponse {
  const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body))
  return { status, headers, body: inHalves(bytes) }
}

async function* inHalves(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const middle = bytes.length >> 1
  yield bytes.subarray(0, middle)
  yield bytes.subarray(middle)
}

function abortable<Value>(value: Value | Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    Promise.resolve(value).then(resolve, reject)
  })
}
