/** First in, first out. */
export type Lane<Item> = {
  first(): Item | undefined
  /** Puts an item at the end. Returns what takes it out again, wherever it stands then; to be called once. */
  add(item: Item): () => void
}

type Place<Item> = { next: Place<Item>; previous: Place<Item>; readonly item: Item | undefined }

/** Creates an empty lane: a ring of places, so that leaving from the middle, which an abort does, costs as little as from the front. */
export function createLane<Item>(): Lane<Item> {
  const end = { item: undefined } as Place<Item> // and, going on, the beginning
  end.next = end
  end.previous = end
  return {
    first: () => end.next.item,
    add: (item) => {
      const place = { item, next: end, previous: end.previous }
      end.previous.next = place
      end.previous = place
      return () => {
        place.previous.next = place.next
        place.next.previous = place.previous
      }
    },
  }
}
