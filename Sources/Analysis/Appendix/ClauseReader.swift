/// Reads the keys of one clause and collects problems with their places.
public struct ClauseReader {}
