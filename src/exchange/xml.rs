//! XML of Android's preferences: named strings, and nothing that XML could do besides.
