/// <reference lib="webworker" />
import '#cs-decode-worker';
