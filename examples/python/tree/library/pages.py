def added(name):
    return f"<p>{name}</p>"
