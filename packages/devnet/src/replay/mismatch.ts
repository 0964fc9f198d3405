import type { Json } from './scenario.ts'

/** Where a replay differs from its recording. */
export type Mismatch =
  | {
      readonly type: 'result' | 'rejection'
      readonly place: string
      readonly expected: string
      readonly actual: string | undefined
    }
  | {
      readonly type: 'state'
      readonly place: string
      readonly expected: Json | undefined
      readonly actual: Json | undefined
    }
