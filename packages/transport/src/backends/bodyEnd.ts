/** What the iterator of a body gives at its end. */
export const BODY_END: IteratorReturnResult<undefined> = { done: true, value: undefined }
