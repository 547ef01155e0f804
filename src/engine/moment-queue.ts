/**
 * What comes at a moment, in the order of the moments: a heap of four branches, whose order stands in arrays of plain numbers. What moves in it
 * are numbers that lie near each other, and no item is looked at before its moment has come: of thousands, each would have to be fetched
 * from memory. What is forgotten keeps its moment until that comes, or until half of all are such.
 */
export class MomentQueue<Item extends object> {
  /** How many items there are, without those that were forgotten. */
  size = 0
  #length = 0
  #moments = new Float64Array(LEAST_ROOM)
  /** For each moment the place of its item. */
  #places = new Uint32Array(LEAST_ROOM)
  readonly #items: (Item | undefined)[] = []
  readonly #freePlaces: number[] = []

  /** The first moment; infinitely far away where there is no item. */
  get first(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : (this.#moments[0] as number)
  }

  /** Adds an item; returns its place, which is its own until it is taken or forgotten. */
  add(moment: number, item: Item): number {
    if (this.#length === this.#moments.length) this.#grow()
    const place = this.#freePlaces.pop() ?? this.#items.length
    this.#items[place] = item
    this.#rise(moment, place, this.#length)
    this.#length += 1
    this.size += 1
    return place
  }

  /** Takes out what comes first, which must be there; `undefined`: it was forgotten. */
  take(): Item | undefined {
    const item = this.#release(this.#places[0] as number)
    this.#length -= 1
    if (item !== undefined) this.size -= 1
    if (this.size === 0) this.#clear()
    else this.#sink(this.#moments[this.#length] as number, this.#places[this.#length] as number, 0)
    return item
  }

  /** Forgets an item that is there, by its place. */
  forget(place: number): void {
    this.#items[place] = undefined
    this.size -= 1
    if (this.size === 0) this.#clear()
    else if (this.#length > 2 * this.size && this.#length > LEAST_TO_TIDY) this.#tidy()
  }

  /** Frees a place; returns its item. */
  #release(place: number): Item | undefined {
    const item = this.#items[place]
    this.#items[place] = undefined
    this.#freePlaces.push(place)
    return item
  }

  #clear(): void {
    this.#length = 0
    this.#items.length = 0
    this.#freePlaces.length = 0
  }

  #grow(): void {
    const moments = new Float64Array(2 * this.#length)
    const places = new Uint32Array(2 * this.#length)
    moments.set(this.#moments)
    places.set(this.#places)
    this.#moments = moments
    this.#places = places
  }

  /** Takes out all that was forgotten. */
  #tidy(): void {
    let kept = 0
    for (let index = 0; index < this.#length; index += 1) {
      const place = this.#places[index] as number
      if (this.#items[place] === undefined) this.#freePlaces.push(place)
      else {
        this.#moments[kept] = this.#moments[index] as number
        this.#places[kept] = place
        kept += 1
      }
    }
    this.#length = kept
    for (let index = (kept - 2) >> 2; index >= 0; index -= 1) {
      this.#sink(this.#moments[index] as number, this.#places[index] as number, index)
    }
  }

  /** Puts one at a free index, or above it. */
  #rise(moment: number, place: number, free: number): void {
    const moments = this.#moments
    const places = this.#places
    let index = free
    while (index > 0) {
      const parent = (index - 1) >> 2
      if ((moments[parent] as number) <= moment) break
      moments[index] = moments[parent] as number
      places[index] = places[parent] as number
      index = parent
    }
    moments[index] = moment
    places[index] = place
  }

  /** Puts one at a free index, or below it. */
  #sink(moment: number, place: number, free: number): void {
    const moments = this.#moments
    const places = this.#places
    const length = this.#length
    let index = free
    for (let child = 4 * index + 1; child < length; child = 4 * index + 1) {
      let least = child
      const end = Math.min(child + 4, length)
      for (let sibling = child + 1; sibling < end; sibling += 1) {
        if ((moments[sibling] as number) < (moments[least] as number)) least = sibling
      }
      if (moment <= (moments[least] as number)) break
      moments[index] = moments[least] as number
      places[index] = places[least] as number
      index = least
    }
    moments[index] = moment
    places[index] = place
  }
}

const LEAST_ROOM = 16
/** Moments from which on it is worth while to take out those that were forgotten. */
const LEAST_TO_TIDY = 1024
