"""The decision core: numpy and scipy only, no Django, nothing read from a database.

problem          what is decided and who answered (Problem, Panel)
additive         values, scores, ranks and rounding
weights, voices  weights of objectives; how much each group counts
tradeoffs        whether swing points fit the choices somebody makes
cells, adjusted  values of the cells in each group: plain means, or fair to part answers
aggregation      one order of the options; without each group
bounds           what the missing answers could change
resampling       scores over resampled people; intervals, stability and refit read them
smaa, sensitivity, flip, reach  what other weights would change
agreement, group_gaps           where people differ, and between whom
crosscheck, ballots             other methods on the same answers

Every public function says in its docstring which shapes, units and errors it has, and from
where the method comes. No NaN or infinity leaves: what has no value is masked.
"""
