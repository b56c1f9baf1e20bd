"""What an account holds beside its listens: switches, rules, life events, opinions. Out, and in again."""
