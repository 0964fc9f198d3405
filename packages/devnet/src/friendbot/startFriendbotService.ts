import type { IncomingMessage, ServerResponse } from 'node:http'
import { isAccountId } from '@sdex/primitives'
import type { Certificate } from '../horizon/certificate.ts'
import { readForm } from '../horizon/form.ts'
import { createListener } from '../horizon/listener.ts'
import { badRequest, invalidField, notFound, ProblemError, serverError } from '../horizon/problem.ts'
import { ClientGoneError } from '../horizon/readBody.ts'
import {
  emptyReply,
  halReply,
  isPreflight,
  preflightReply,
  problemReply,
  type Reply,
  sendReply,
} from '../horizon/reply.ts'
import { splitTarget } from '../horizon/requestTarget.ts'
import { renderTransaction } from '../horizon/transactionBody.ts'
import { FRIENDBOT_AMOUNT, type Friendbot } from './createFriendbot.ts'
import { FundingError } from './errors.ts'

/** Friendbot over HTTP: a server of its own beside Horizon, as on testnet. */
export type FriendbotService = {
  /** Takes `?addr=G...`. */
  readonly url: string
  close(): Promise<void>
}

export type FriendbotServiceOptions = {
  readonly friendbot: Friendbot
  /** Where the transaction's links lead. */
  readonly horizonUrl: () => string
  readonly host: string
  /** 0 for a free one. */
  readonly port: number
  /** Speaks TLS with it. */
  readonly certificate: Certificate | undefined
  /** Told of what should not happen: the client gets a 500. */
  readonly onError: (error: unknown) => void
}

/**
 * Starts to listen.
 *
 * @throws InvalidOptionError when the port cannot be listened on.
 */
export async function startFriendbotService(options: FriendbotServiceOptions): Promise<FriendbotService> {
  const { host, port, certificate } = options
  let isClosing = false
  const onError = (error: unknown): void => {
    if (!isClosing) options.onError(error) // whoever waits meanwhile is told so
  }
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    answer(options, request)
      .catch((error: unknown) => {
        if (error instanceof ClientGoneError) return undefined
        if (error instanceof ProblemError) return problemReply(error.problem)
        onError(error)
        return problemReply(serverError)
      })
      .then(async (reply) => {
        if (reply !== undefined && !response.destroyed) await sendReply(request, response, reply)
      })
      .catch(onError)
  }
  const listener = createListener({ host, port, handle, certificate })
  await listener.start()
  return {
    url: `${listener.url}/`,
    close: () => {
      isClosing = true
      return listener.stop()
    },
  }
}

async function answer({ friendbot, horizonUrl }: FriendbotServiceOptions, request: IncomingMessage): Promise<Reply> {
  if (isPreflight(request)) return preflightReply(request)
  const { path, search } = splitTarget(request.url)
  if (path !== '/') return problemReply(notFound)
  if (request.method !== 'GET' && request.method !== 'POST') return emptyReply(405)
  const accountId = (await readForm(request, new URLSearchParams(search))).get('addr') ?? ''
  if (!isAccountId(accountId))
    throw invalidField('addr', 'Account ID must start with `G` and contain 56 alphanum characters')
  try {
    return halReply(renderTransaction(horizonUrl(), await friendbot.fund(accountId, FRIENDBOT_AMOUNT)))
  } catch (error) {
    if (!(error instanceof FundingError)) throw error
    throw new ProblemError({ ...badRequest, detail: 'account already funded to starting balance' })
  }
}
