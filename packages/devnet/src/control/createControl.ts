import type { IncomingMessage, ServerResponse } from 'node:http'
import { InvalidOptionError, isSdexError } from '@sdex/primitives'
import type { Devnet } from '../devnet.ts'
import { createListener, type Listener } from '../horizon/listener.ts'
import { ClientGoneError, readBody } from '../horizon/readBody.ts'
import { splitTarget } from '../horizon/requestTarget.ts'
import { type ControlApi, type Controlled, createControlApi } from './controlApi.ts'
import type { DevnetEvent } from './events.ts'
import { NotThereError } from './refusals.ts'

/** Control over HTTP, on a port of its own: what a network's users could do to it in process. */
export type Control = {
  readonly url: string
  close(): Promise<void>
}

const MAX_BODY_BYTES = 1 << 20
/** A reader of events that leaves more than this unread is dropped. */
const MAX_UNREAD_BYTES = 1 << 20

/**
 * Starts to listen.
 *
 * @throws InvalidOptionError when the port cannot be listened on.
 */
export async function createControl(
  controlled: Controlled,
  { host, port, onError }: { readonly host: string; readonly port: number; readonly onError: (error: unknown) => void },
): Promise<Control> {
  const { net } = controlled
  const api = createControlApi(controlled)
  const listener: Listener = createListener({
    host,
    port,
    handle: (request, response) => handle({ net, api, onError }, request, response),
  })
  await listener.start()
  return {
    url: listener.url,
    close: async () => {
      await listener.stop()
      await api.close()
    },
  }
}

type Around = { readonly net: Devnet; readonly api: ControlApi; readonly onError: (error: unknown) => void }

function handle({ net, api, onError }: Around, request: IncomingMessage, response: ServerResponse): void {
  const method = request.method ?? 'GET'
  const { path } = splitTarget(request.url)
  if (method === 'GET' && path === '/events') {
    tellEvents(net, response)
    return
  }
  readJson(request)
    .then((body) => api.answer({ method, path, body }))
    .then((body) => reply(response, 200, body))
    .catch((error: unknown) => {
      if (error instanceof ClientGoneError) return
      if (!isSdexError(error)) onError(error)
      if (!response.headersSent) refuse(response, error)
    })
}

function refuse(response: ServerResponse, error: unknown): void {
  if (isSdexError(error)) {
    const { code, message, remedy } = error
    reply(response, error instanceof NotThereError ? 404 : 400, { code, message, remedy })
    return
  }
  const remedy = 'Read there what it was.'
  reply(response, 500, { code: 'SDEX_DEVNET_FAILED', message: 'The devnet failed, and told so where it runs.', remedy })
}

/** Everything that happens from now on, one JSON object an event. */
function tellEvents(net: Devnet, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache' })
  response.flushHeaders()
  const end = net.onEvent((event: DevnetEvent) => {
    response.write(`data: ${JSON.stringify(event, plain)}\n\n`)
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy()
  })
  response.once('close', end)
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body, plain)
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** 64-bit numbers are written as text, as Horizon does. */
function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

/** The body; undefined without one. @throws InvalidOptionError when it is no JSON or too large. */
async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, MAX_BODY_BYTES)
  if (body === undefined) throw badBody()
  if (body.length === 0) return undefined
  try {
    return JSON.parse(body.toString())
  } catch (cause) {
    throw badBody(cause)
  }
}

function badBody(cause?: unknown): InvalidOptionError {
  return new InvalidOptionError({
    message: 'The body is no JSON, or larger than 1 MiB.',
    remedy: 'Send less, and as JSON.',
    cause,
  })
}
