"""Detectors: text in, spans out. One file each, one line in `service.engine`.

ner        the fine-tuned model
patterns   dates and identifiers, by their form and their cue
addresses  places told by the way to them
lexicon    people by the title or office before them
terms      what the sender said of the document
"""
