/// The value that would stand at `index` if `values` were sorted; what is less then lies before it,
/// what is greater after it.
///
/// Hoare's selection: linear on average, where sorting every series' distances would take longer than
/// judging them. The pivot is the median of three, so that runs in order are no bad case.
func select<Value: Comparable>(
  _ index: Int, of values: UnsafeMutableBufferPointer<Value>
) -> Value {
  precondition(values.indices.contains(index), "a place outside the values")
  var low = 0
  var high = values.count - 1
  while low < high {
    let middle = low + (high - low) / 2
    if values[middle] < values[low] { values.swapAt(middle, low) }
    if values[high] < values[low] { values.swapAt(high, low) }
    if values[high] < values[middle] { values.swapAt(high, middle) }
    let pivot = values[middle]
    var left = low
    var right = high
    while left <= right {
      while values[left] < pivot { left += 1 }
      while pivot < values[right] { right -= 1 }
      if left <= right {
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    if index <= right {
      high = right
    } else if index >= left {
      low = left
    } else {
      break
    }
  }
  return values[index]
}
