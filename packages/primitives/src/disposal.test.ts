import { describe, expect, test } from 'vitest'
import { createScope } from './disposal.ts'

describe('a scope', () => {
  test('behavior: closes in reverse order, each after the one before has closed', async () => {
    const events: string[] = []
    const scope = createScope()
    for (const name of ['socket', 'stream', 'view']) {
      scope.add(async () => {
        events.push(`${name} closing`)
        await Promise.resolve()
        events.push(`${name} closed`)
      })
    }
    await scope.close()
    expect(events).toEqual(['view', 'stream', 'socket'].flatMap((name) => [`${name} closing`, `${name} closed`]))
  })

  test('behavior: calls of close() share one promise and close once', async () => {
    let closed = 0
    const scope = createScope()
    scope.add(() => {
      closed += 1
    })
    const closing = scope.close()
    expect(scope.close()).toBe(closing)
    await closing
    await scope[Symbol.asyncDispose]()
    expect(closed).toBe(1)
  })

  test('behavior: `await using` closes it', async () => {
    const events: string[] = []
    {
      await using scope = createScope()
      scope.add(() => void events.push('closed'))
      events.push('in use')
    }
    expect(events).toEqual(['in use', 'closed'])
  })

  test('behavior: what is added while closing, or after, is closed too', async () => {
    const events: string[] = []
    const scope = createScope()
    scope.add(() => {
      events.push('first')
      scope.add(() => void events.push('added while closing'))
    })
    await scope.close()
    expect(events).toEqual(['first', 'added while closing'])
    scope.add(() => void events.push('added after'))
    await scope.close()
    expect(events).toEqual(['first', 'added while closing', 'added after'])
  })
})

describe('failures', () => {
  const failing = (message: string) => () => {
    throw new Error(message)
  }

  test('error: one failure does not keep the rest open, and is reported as it is', async () => {
    const events: string[] = []
    const scope = createScope()
    scope.add(() => void events.push('last'))
    scope.add(failing('stuck'))
    await expect(scope.close()).rejects.toThrow('stuck')
    expect(events).toEqual(['last'])
  })

  test('error: several failures come as one AggregateError, in the order of closing', async () => {
    const scope = createScope()
    scope.add(failing('first opened'))
    scope.add(async () => failing('last opened')())
    const error = await scope.close().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AggregateError)
    expect(error).toMatchObject({ errors: [{ message: 'last opened' }, { message: 'first opened' }] })
  })

  test('error: after a failure, what is added later is still closed and its failure kept for the next close()', async () => {
    const scope = createScope()
    scope.add(failing('early'))
    await expect(scope.close()).rejects.toThrow('early')
    scope.add(failing('late'))
    await expect(scope.close()).rejects.toMatchObject({ errors: [{ message: 'early' }, { message: 'late' }] })
  })
})
