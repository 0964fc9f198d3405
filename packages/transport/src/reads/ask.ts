import type { Query } from '../baseUrl.ts'
import type { Requester } from '../createRequester.ts'
import { type Answer, isNone, latestLedgerOf, readBody, responseError } from '../parseAnswer.ts'
import type { AtLedger, CallOptions, Page, PageOptions } from '../types/requests.ts'
import { parsePage, type ReadRecord } from '../wire/page.ts'
import { type CursorKind, checkCall, checkPage, MAX_LIMIT } from './checkInput.ts'

/** What to ask for, and how to read it. */
export type Question<Value> = {
  readonly path: string
  readonly query?: Query | undefined
  readonly call?: CallOptions | undefined
  read(body: unknown): Value
  /** Reads the bytes without parsing them, where they have a form that it knows. */
  scan?(bytes: Uint8Array): Value | undefined
}

/** Which page of what to ask for, and how to read a record. */
export type PageQuestion<Item> = {
  readonly path: string
  readonly query?: Query | undefined
  readonly page: PageOptions
  readonly cursors: CursorKind
  readonly read: ReadRecord<Item>
}

/** Ways to ask a Horizon, by what a kind of answer brings. Each rejects with the error that an error status stands for. */
export type Ask = {
  one<Value>(question: Question<Value>): Promise<Value>
  /** `undefined` when there is none (404). */
  maybe<Value>(question: Question<Value>): Promise<Value | undefined>
  page<Item>(question: PageQuestion<Item>): Promise<Page<Item>>
  maybePage<Item>(question: PageQuestion<Item>): Promise<Page<Item> | undefined>
  /** Of a state route: with the ledger that it is of. */
  stateOf<Value>(question: Question<Value>): Promise<AtLedger<Value>>
  maybeStateOf<Value>(question: Question<Value>): Promise<AtLedger<Value | undefined>>
  statePage<Item>(question: PageQuestion<Item>): Promise<AtLedger<Page<Item>>>
  /** The answer as it came, whatever its status. */
  readonly get: Requester['get']
}

/** Makes ways to ask of a requester. */
export function createAsk(requester: Pick<Requester, 'get'>): Ask {
  const get: Requester['get'] = async (path, query, call) => {
    checkCall(call)
    return requester.get(path, query, call)
  }
  const answerTo = ({ path, query = {}, call }: Question<unknown>): Promise<Answer> => get(path, query, call)
  const pageQuestion = <Item>(question: PageQuestion<Item>): Question<Page<Item>> => {
    const { path, query, page, cursors, read } = question
    const { cursor, limit = MAX_LIMIT, order, ...call } = page
    checkPage(page, cursors)
    return { path, query: { ...query, cursor, limit, order }, call, read: (body) => parsePage(body, read) }
  }
  const one: Ask['one'] = async (question) => readBody(ok(await answerTo(question)), question.read)
  const maybe: Ask['maybe'] = async (question) => {
    const answer = await answerTo(question)
    return isNone(answer) ? undefined : readBody(ok(answer), question.read)
  }
  const stateOf: Ask['stateOf'] = async (question) => {
    const answer = ok(await answerTo(question))
    const value = question.scan?.(answer.bytes) ?? readBody(answer, question.read)
    return { ledger: latestLedgerOf(answer), value }
  }
  return {
    get,
    one,
    stateOf,
    maybe,
    maybeStateOf: async (question) => {
      const answer = await answerTo(question)
      const value = isNone(answer) ? undefined : readBody(ok(answer), question.read)
      return { ledger: latestLedgerOf(answer), value }
    },
    page: async (question) => one(pageQuestion(question)),
    maybePage: async (question) => maybe(pageQuestion(question)),
    statePage: async (question) => stateOf(pageQuestion(question)),
  }
}

function ok(answer: Answer): Answer {
  if (answer.status === 200) return answer
  throw responseError(answer)
}
