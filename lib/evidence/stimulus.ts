/** What a test itself did to the target, to the network or to a credential; what follows from it is no fault. */
export interface Stimulus {
  kind:
    | 'socket cut'
    | 'server restart'
    | 'network off'
    | 'network on'
    | 'clock moved'
    | 'token forged'
    | 'token expired'
    | 'signed out'
    | 'answer replaced'
    | 'not recorded'
    | 'fault injected'
    | 'faults healed'
    | 'stopped';
  /** Epoch milliseconds at which it was done. */
  at: number;
  /**
   * What exactly, in a few words; of an injected fault its id and parameters, e.g. `F20:type=tool_executing`; of a call
   * that the test answered in place of a service, or that a recording has no answer to, its method and path; of a
   * message that a recording does not have, {@link UNRECORDED_MESSAGE}.
   */
  detail: string;
}

/** Stands for a message of the page that the replayed recording does not have. */
export const UNRECORDED_MESSAGE = 'message';
