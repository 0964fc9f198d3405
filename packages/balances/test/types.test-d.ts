import type { HorizonClient } from '@sdex/transport'
import { expectTypeOf, test } from 'vitest'
import { type AccountSource, createBalances } from '../src/index.ts'

test('behavior: a HorizonClient is a source', () => {
  expectTypeOf<HorizonClient>().toExtend<AccountSource>()
  expectTypeOf(createBalances).parameter(0).toEqualTypeOf<AccountSource>()
})
