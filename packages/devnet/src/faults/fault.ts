import type { BackendOptions } from '../backends/createBackends.ts'
import type { Lag } from '../backends/createLedgerView.ts'

/** Which requests a fault hits, and when. What is left out does not narrow. */
export type FaultMatch = {
  /** `GET`, `POST`, ... */
  readonly method?: string | undefined
  /** Beginning with a slash, a path and all below it (`/accounts`), or a whole path with names in braces for single parts (`/accounts/{id}/offers`). */
  readonly path?: string | undefined
  /** Only requests for an event stream (true), or only others (false). */
  readonly stream?: boolean | undefined
  /** Hits after which the fault is over. @defaultValue no end; 1 of `networkReset` and `opaqueTransaction` */
  readonly times?: number | undefined
  /** Chance of a hit, from 0 to 1, by the network's seed. @defaultValue 1 */
  readonly probability?: number | undefined
  /** While the last closed ledger is one of these, both included. */
  readonly fromLedger?: number | undefined
  readonly untilLedger?: number | undefined
  /** Milliseconds after the injection at which it begins, and how long it lasts then. */
  readonly afterMs?: number | undefined
  readonly forMs?: number | undefined
}

/** How long something takes. Milliseconds. */
export type LatencyDistribution =
  | { readonly type: 'fixed'; readonly ms: number }
  | { readonly type: 'uniform'; readonly minMs: number; readonly maxMs: number }
  /** Half of all take less than the median; `sigma` 1 makes one in a hundred ten times as long, up to `maxMs` (60,000). */
  | {
      readonly type: 'logNormal'
      readonly medianMs: number
      readonly sigma: number
      readonly maxMs?: number | undefined
    }

/** Horizon's own failures. */
export type FailureSlug =
  | 'server_error'
  | 'service_unavailable'
  | 'server_over_capacity'
  | 'still_ingesting'
  | 'stale_history'
  | 'timeout'

/** What happens to single requests. */
export type RequestFault =
  /** Late: before anybody looks at the request, or with the answer made and not sent yet. */
  | {
      readonly type: 'latency'
      readonly distribution: LatencyDistribution
      /** @defaultValue 'request' */
      readonly phase?: 'request' | 'answer' | undefined
    }
  /** 429; without `retryAfterSeconds` as from a proxy, with no header that says when to come back. */
  | { readonly type: 'rateLimited'; readonly retryAfterSeconds?: number | undefined }
  /** A problem with its status: 500, 503 or 504. */
  | { readonly type: 'failure'; readonly slug: FailureSlug }
  /** A proxy's page in place of JSON. */
  | {
      readonly type: 'htmlPage'
      /** From 200 to 599, but not 204, 205 or 304, which have no body. @defaultValue 502 */
      readonly status?: number | undefined
    }
  /** A submission is told 504. `applied`: it goes to the queue all the same, so many ledgers later (0); `lost`: it never does. */
  | {
      readonly type: 'submissionTimeout'
      readonly outcome: 'applied' | 'lost'
      readonly delayLedgers?: number | undefined
    }
  /** A submission is PENDING, and no ledger ever takes it. */
  | { readonly type: 'submissionDropped' }
  /**
   * The connection is reset: before anybody looked at the request, with the answer made, after its headers, in the middle of its body, or of a stream's event
   * after so many whole ones (0).
   */
  | {
      readonly type: 'reset'
      readonly at: 'request' | 'beforeHeaders' | 'afterHeaders' | 'midBody' | 'midEvent'
      readonly afterEvents?: number | undefined
    }
  /** A body that ends too early, with a length that fits. @defaultValue half of it */
  | { readonly type: 'truncatedBody'; readonly keepBytes?: number | undefined }
  /** Half-open: after so many events (0) a stream is silent and stays open, past its 55 s. */
  | { readonly type: 'silentStream'; readonly afterEvents?: number | undefined }
  /** A stream sends every event twice. */
  | { readonly type: 'repeatedEvents' }
  /** After so many events a stream sends the last few once more, and goes on. */
  | { readonly type: 'skipBack'; readonly afterEvents: number; readonly events: number }
  /** After so many events (0) a stream ends with `event: error` and this text. */
  | { readonly type: 'streamError'; readonly afterEvents?: number | undefined; readonly text?: string | undefined }

/** What holds while it is injected. Of a type the last one injected counts. `method`, `path`, `stream` and `probability` do not narrow these, and `times` is refused. */
export type ConditionFault =
  /** Nobody listens, and open connections are cut. Ledgers go on. */
  | { readonly type: 'refusedConnections' }
  /** Several servers, to which requests go in turn or by chance; streams stay with theirs. */
  | {
      readonly type: 'backends'
      readonly backends: readonly BackendOptions[]
      /** @defaultValue 'roundRobin' */
      readonly choose?: 'roundRobin' | 'random' | undefined
    }
  /** Submissions meet the newest ledger while every GET sees an older one. */
  | ({ readonly type: 'ingestionLag' } & Lag)
  /** The timer closes no ledgers; those closed by hand do close. */
  | { readonly type: 'stalledLedgers' }
  /** Ledgers close this often as well. */
  | { readonly type: 'hurriedLedgers'; readonly everyMs: number }
  /** Ledgers take nothing from the queue. */
  | { readonly type: 'emptyLedgers' }

/** An amount that a contract moves from one trustline to another. */
export type OpaqueTransfer = {
  readonly from: string
  readonly to: string
  /** `CODE:ISSUER` */
  readonly asset: string
  /** Decimal text, such as `12.5`. */
  readonly amount: string
}

/** What happens once, or `times` times. */
export type EventFault =
  /** The network begins anew at ledger 1, under the same passphrase, with other hashes: everything else is gone. */
  | { readonly type: 'networkReset' }
  /**
   * The next ledger has a contract call, sent by the root account: its footprint names trustlines, whose balances change, and its result does not say by how much.
   */
  | {
      readonly type: 'opaqueTransaction'
      /** @defaultValue one between two trustlines that the seed chooses */
      readonly transfers?: readonly OpaqueTransfer[] | undefined
      /** The call fails: its fee is charged, and nothing else changes. @defaultValue false */
      readonly isFailed?: boolean | undefined
    }

/** Something that goes wrong, as plain data: the same in code, in a file and over a control route. */
export type Fault = (RequestFault | ConditionFault | EventFault) & { readonly match?: FaultMatch | undefined }

/** A fault at its time: milliseconds from the start of the scenario, or once a ledger has closed. */
export type ScenarioStep =
  | { readonly atMs: number; readonly fault: Fault }
  | { readonly atLedger: number; readonly fault: Fault }

/** A fault that was injected and is not over. */
export type InjectedFault = {
  /** Counts from 1. */
  readonly id: number
  readonly fault: Fault
  /** Requests that it hit, or times that it happened. */
  readonly hits: number
}
