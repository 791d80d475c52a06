print("keysync")
