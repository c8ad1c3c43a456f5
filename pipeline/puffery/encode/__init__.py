"""The sentence encoder: word pieces, tag decoding, the ONNX session and its spaCy component."""
